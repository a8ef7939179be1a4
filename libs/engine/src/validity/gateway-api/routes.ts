import { field, list, text } from '../../model/narrow.js';
import { firstRepeated } from '../array-check.js';
import { below } from '../kind-check.js';
import { fault, type Fault } from '../schema.js';

export type Path = readonly (string | number)[];

const MOST_MATCHES = 128;

/**
 * What the CEL rules of all routes say (gateway-api apis/v1 shared_types.go CommonRouteSpec, and `rules` of
 * httproute_types.go, grpcroute_types.go and apis/v1alpha2 of the others).
 *
 * @param matchesByDefault how many matches a rule has that lists none
 */
export function routeFaults(spec: unknown, matchesByDefault: 0 | 1): Fault[] {
  const rules = list(field(spec, 'rules'));
  const faults = parentFaults(list(field(spec, 'parentRefs')));
  if (rules.length > 1) {
    const repeated = firstRepeated(rules, (rule) => text(field(rule, 'name')) || undefined, 'name');
    faults.push(...(below('rules', repeated) ?? []));
  }
  const matches = rules.reduce<number>((sum, rule) => sum + matchesOf(rule, matchesByDefault), 0);
  if (matches > MOST_MATCHES) {
    faults.push(fault(`must have at most ${MOST_MATCHES} matches in all, not ${matches}`, 'rules'));
  }
  return faults;
}

function matchesOf(rule: unknown, byDefault: number): number {
  const matches = field(rule, 'matches');
  return matches === undefined ? byDefault : list(matches).length;
}

/**
 * References to one parent must differ in their sections. Definitions of the experimental channel let them differ in
 * their ports instead, and no snapshot tells the channel: only what both refuse is a fault.
 */
function parentFaults(parents: readonly unknown[]): Fault[] {
  if (parents.length < 2) return [];
  for (const [index, parent] of parents.entries()) {
    const first = parents.slice(0, index).findIndex((other) => clash(parent, other));
    if (first === -1) continue;
    return [fault(`must have a section of its own, as the entry ${first} is of the same parent`, 'parentRefs', index)];
  }
  return [];
}

function clash(a: unknown, b: unknown): boolean {
  if (parentOf(a) !== parentOf(b)) return false;
  const [sectionA, sectionB] = [text(field(a, 'sectionName')), text(field(b, 'sectionName'))];
  if ((sectionA === '') !== (sectionB === '')) return true;
  const [portA, portB] = [field(a, 'port'), field(b, 'port')];
  return sectionA === sectionB && (portA === undefined || portB === undefined || portA === portB);
}

const parentOf = (reference: unknown): string =>
  JSON.stringify([
    field(reference, 'group') ?? 'gateway.networking.k8s.io',
    field(reference, 'kind') ?? 'Gateway',
    text(field(reference, 'namespace')),
    field(reference, 'name'),
  ]);

/** gateway-api apis/v1 object_reference_types.go BackendObjectReference. */
export function backendFaults(reference: unknown, path: Path): Fault[] {
  const isService = text(field(reference, 'group')) === '' && (field(reference, 'kind') ?? 'Service') === 'Service';
  return isService && field(reference, 'port') === undefined
    ? [fault('must be set, as the backend is a Service', ...path, 'port')]
    : [];
}

/** Routes whose rules have backends and nothing else that a rule speaks of. */
export function backendRouteFaults(spec: unknown): Fault[] {
  const faults = routeFaults(spec, 0);
  for (const [index, rule] of list(field(spec, 'rules')).entries()) {
    for (const [at, backend] of list(field(rule, 'backendRefs')).entries()) {
      faults.push(...backendFaults(backend, ['rules', index, 'backendRefs', at]));
    }
  }
  return faults;
}
