import { field, list, text } from '../../model/narrow.js';
import { shown } from '../fault-text.js';
import { fault, type Fault } from '../schema.js';

type Path = (string | number)[];

/** The CEL rules of HTTPRoute (gateway-api apis/v1 httproute_types.go). */
export function httpRouteFaults(spec: unknown): Fault[] | null {
  const faults = list(field(spec, 'rules')).flatMap((rule, index) => ruleFaults(rule, ['rules', index]));
  return faults.length === 0 ? null : faults;
}

function ruleFaults(rule: unknown, path: Path): Fault[] {
  const filters = list(field(rule, 'filters'));
  const faults = list(field(rule, 'matches')).flatMap((match, index) =>
    pathFaults(field(match, 'path'), [...path, 'matches', index, 'path']),
  );
  faults.push(...filters.flatMap((filter, index) => filterFaults(filter, [...path, 'filters', index])));
  const types = filters.map((filter) => text(field(filter, 'type')));
  if (types.includes('RequestRedirect')) {
    if (list(field(rule, 'backendRefs')).length > 0)
      faults.push(fault('must not be set beside a RequestRedirect filter', ...path, 'backendRefs'));
    if (types.includes('URLRewrite'))
      faults.push(fault('must not have RequestRedirect and URLRewrite together', ...path, 'filters'));
  }
  return faults;
}

const NOT_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F', '#'];
const NOT_AT_ENDS = ['/..', '/.'];

function pathFaults(match: unknown, path: Path): Fault[] {
  const value = text(field(match, 'value')) || '/';
  if (text(field(match, 'type')) === 'RegularExpression') return [];
  if (!value.startsWith('/')) return [fault(`must begin with a slash, not be ${shown(value)}`, ...path, 'value')];
  const part =
    NOT_IN_PATHS.find((wrong) => value.includes(wrong)) ?? NOT_AT_ENDS.find((wrong) => value.endsWith(wrong));
  return part === undefined ? [] : [fault(`must not have ${part}, as ${shown(value)} has`, ...path, 'value')];
}

/** The field that a filter of each type has; it must be there, and no other. */
const FIELD_OF_FILTER: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
};

function filterFaults(filter: unknown, path: Path): Fault[] {
  const type = text(field(filter, 'type'));
  const own = FIELD_OF_FILTER[type];
  const other = Object.values(FIELD_OF_FILTER).find((name) => name !== own && field(filter, name) !== undefined);
  if (other !== undefined) return [fault(`must not be set, as the type of the filter is ${type}`, ...path, other)];
  if (own !== undefined && field(filter, own) === undefined)
    return [fault(`must be set, as the type of the filter is ${type}`, ...path, own)];
  return [];
}
