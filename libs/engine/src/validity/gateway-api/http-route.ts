import { field, list, text } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import { fault, type Fault } from '../schema.js';
import { filtersFaults, filtersOf, replacesPrefixOnce } from './filters.js';
import { backendFaults, routeFaults, type Path } from './routes.js';

/** The CEL rules of HTTPRoute (gateway-api apis/v1 httproute_types.go). */
export function httpRouteFaults(spec: unknown): Fault[] {
  const faults = routeFaults(spec, 1);
  for (const [index, rule] of list(field(spec, 'rules')).entries()) faults.push(...ruleFaults(rule, ['rules', index]));
  return faults;
}

function ruleFaults(rule: unknown, path: Path): Fault[] {
  const filters = filtersOf(rule);
  const backends = list(field(rule, 'backendRefs'));
  const faults = list(field(rule, 'matches')).flatMap((match, index) =>
    pathFaults(field(match, 'path'), [...path, 'matches', index, 'path']),
  );
  faults.push(...filtersFaults(filters, [...path, 'filters']));
  for (const [index, backend] of backends.entries()) {
    const at = [...path, 'backendRefs', index];
    faults.push(...backendFaults(backend, at), ...filtersFaults(filtersOf(backend), [...at, 'filters']));
  }
  if (backends.length > 0 && filters.some((filter) => field(filter, 'requestRedirect') !== undefined)) {
    faults.push(fault('must not be set beside a RequestRedirect filter', ...path, 'backendRefs'));
  }
  if (field(rule, 'matches') !== undefined) faults.push(...prefixFaults(rule, filters, backends, path));
  const timeouts = field(rule, 'timeouts');
  return timeouts === undefined ? faults : [...faults, ...timeoutFaults(timeouts, [...path, 'timeouts'])];
}

const NOT_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F', '#'];
const NOT_AT_ENDS = ['/..', '/.'];
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

function pathFaults(match: unknown, path: Path): Fault[] {
  const value = text(field(match, 'value') ?? '/');
  if (text(field(match, 'type')) === 'RegularExpression') return [];
  if (!value.startsWith('/')) return [fault(`must begin with a slash, not be ${shown(value)}`, ...path, 'value')];
  const part =
    NOT_IN_PATHS.find((wrong) => value.includes(wrong)) ?? NOT_AT_ENDS.find((wrong) => value.endsWith(wrong));
  if (part !== undefined) return [fault(`must not have ${part}, as ${shown(value)} has`, ...path, 'value')];
  return PATH.test(value)
    ? []
    : [fault(`must have the characters of a URL's path only, not ${shown(value)}`, ...path, 'value')];
}

/** A prefix can only be replaced where one is matched. The rules count with `exists_one`, and so do we. */
function prefixFaults(rule: unknown, filters: readonly unknown[], backends: readonly unknown[], path: Path): Fault[] {
  const replaces = (['requestRedirect', 'urlRewrite'] as const).some(
    (name) =>
      replacesPrefixOnce(filters, name) ||
      backends.filter((backend) => replacesPrefixOnce(filtersOf(backend), name)).length === 1,
  );
  if (!replaces) return [];
  const matches = list(field(rule, 'matches'));
  const type = field(field(matches[0], 'path'), 'type') ?? 'PathPrefix';
  return matches.length === 1 && type === 'PathPrefix'
    ? []
    : [fault('must be one match of the type PathPrefix, as a filter replaces its prefix', ...path, 'matches')];
}

function timeoutFaults(timeouts: unknown, path: Path): Fault[] {
  const [request, backend] = ['request', 'backendRequest'].map((name) => milliseconds(text(field(timeouts, name))));
  return request && backend && backend > request
    ? [fault('must not be longer than request', ...path, 'backendRequest')]
    : [];
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A Duration of the Gateway API (GEP-2257), such as `1m30s`. */
const milliseconds = (duration: string): number =>
  [...duration.matchAll(/(\d+)(ms|[hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
