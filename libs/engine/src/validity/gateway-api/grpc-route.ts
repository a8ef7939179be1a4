import { field, list } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import { fault, type Fault } from '../schema.js';
import { filtersFaults, filtersOf } from './filters.js';
import { backendFaults, routeFaults, type Path } from './routes.js';

/** The CEL rules of GRPCRoute (gateway-api apis/v1 grpcroute_types.go). */
export function grpcRouteFaults(spec: unknown): Fault[] {
  const faults = routeFaults(spec, 0);
  for (const [index, rule] of list(field(spec, 'rules')).entries()) {
    const path = ['rules', index];
    for (const [at, match] of list(field(rule, 'matches')).entries()) {
      faults.push(...methodFaults(field(match, 'method'), [...path, 'matches', at, 'method']));
    }
    faults.push(...filtersFaults(filtersOf(rule), [...path, 'filters']));
    for (const [at, backend] of list(field(rule, 'backendRefs')).entries()) {
      const where = [...path, 'backendRefs', at];
      faults.push(...backendFaults(backend, where), ...filtersFaults(filtersOf(backend), [...where, 'filters']));
    }
  }
  return faults;
}

const NAMES: readonly (readonly [string, RegExp])[] = [
  ['service', /^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/iu],
  ['method', /^[A-Za-z_][A-Za-z_0-9]*$/],
];

/** GRPCMethodMatch. */
function methodFaults(match: unknown, path: Path): Fault[] {
  if (match === undefined) return [];
  if (NAMES.every(([name]) => field(match, name) === undefined)) {
    return [fault('must have a service, a method or both', ...path)];
  }
  if ((field(match, 'type') ?? 'Exact') !== 'Exact') return [];
  return NAMES.flatMap(([name, pattern]) => {
    const value = field(match, name);
    return typeof value !== 'string' || pattern.test(value)
      ? []
      : [fault(`must be the name of a gRPC ${name}, not ${shown(value)}`, ...path, name)];
  });
}
