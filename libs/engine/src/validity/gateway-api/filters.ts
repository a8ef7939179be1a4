import { field, list, text } from '../../model/narrow.js';
import { fault, type Fault } from '../schema.js';
import { backendFaults, type Path } from './routes.js';

/** The field that a filter of each type has; it must be there, and no other. */
const FIELD_OF_FILTER: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
  ExtensionRef: 'extensionRef',
};
const FIELDS = Object.values(FIELD_OF_FILTER);

const ONCE = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'];

/**
 * The filters of a rule or of a backend: gateway-api apis/v1 httproute_types.go HTTPRouteRule.Filters and
 * HTTPBackendRef.Filters, grpcroute_types.go alike (whose filters are some of these types).
 */
export function filtersFaults(filters: readonly unknown[], path: Path): Fault[] {
  if (filters.length === 0) return [];
  const faults = filters.flatMap((filter, index) => filterFaults(filter, [...path, index]));
  const types = filters.map((filter) => text(field(filter, 'type')));
  const repeated = types.findIndex((type, index) => ONCE.includes(type) && types.indexOf(type) < index);
  if (repeated !== -1) faults.push(fault(`must not repeat the filter ${types[repeated]}`, ...path, repeated));
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    faults.push(fault('must not have RequestRedirect and URLRewrite together', ...path));
  }
  return faults;
}

function filterFaults(filter: unknown, path: Path): Fault[] {
  const type = text(field(filter, 'type'));
  const own = FIELD_OF_FILTER[type];
  const other = FIELDS.find((name) => name !== own && field(filter, name) !== undefined);
  if (other !== undefined) return [fault(`must not be set, as the type of the filter is ${type}`, ...path, other)];
  if (own === undefined) return [];
  const value = field(filter, own);
  if (value === undefined) return [fault(`must be set, as the type of the filter is ${type}`, ...path, own)];
  if (type === 'RequestMirror') return mirrorFaults(value, [...path, own]);
  return type === 'RequestRedirect' || type === 'URLRewrite' ? modifierFaults(value, [...path, own, 'path']) : [];
}

function mirrorFaults(mirror: unknown, path: Path): Fault[] {
  const faults = backendFaults(field(mirror, 'backendRef'), [...path, 'backendRef']);
  if (field(mirror, 'percent') !== undefined && field(mirror, 'fraction') !== undefined) {
    faults.push(fault('must not be set beside percent; keep one of them', ...path, 'fraction'));
  }
  return faults;
}

const FIELD_OF_MODIFIER: readonly (readonly [string, string])[] = [
  ['ReplaceFullPath', 'replaceFullPath'],
  ['ReplacePrefixMatch', 'replacePrefixMatch'],
];

/** HTTPPathModifier. */
function modifierFaults(filter: unknown, path: Path): Fault[] {
  const modifier = field(filter, 'path');
  if (modifier === undefined) return [];
  const type = text(field(modifier, 'type'));
  for (const [owner, name] of FIELD_OF_MODIFIER) {
    const isSet = field(modifier, name) !== undefined;
    if (isSet !== (owner === type)) {
      return [fault(`must ${isSet ? 'not ' : ''}be set, as the type is ${type}`, ...path, name)];
    }
  }
  return [];
}

/** Whether one of the filters, and only one, replaces the prefix that was matched. */
export const replacesPrefixOnce = (filters: readonly unknown[], name: 'requestRedirect' | 'urlRewrite'): boolean =>
  filters.filter((filter) => field(field(field(filter, name), 'path'), 'replacePrefixMatch') !== undefined).length ===
  1;

export const filtersOf = (owner: unknown): readonly unknown[] => list(field(owner, 'filters'));
