import { field, isFields, list, text, texts } from '../../model/narrow.js';
import type { HttpRequest } from '../request.js';

/** What a proxy does to the headers of a request: takes away first, then replaces, then adds. */
export interface HeaderChanges {
  readonly remove: readonly string[];
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly add: readonly (readonly [name: string, value: string])[];
}

const NO_CHANGES: HeaderChanges = { remove: [], set: [], add: [] };

/** `headers.request` of a VirtualService (Istio TranslateHeadersOperations). */
export const virtualServiceChanges = (headers: unknown): HeaderChanges => {
  const request = field(headers, 'request');
  if (!isFields(request)) return NO_CHANGES;
  return {
    remove: texts(field(request, 'remove')),
    set: entriesOf(field(request, 'set')),
    add: entriesOf(field(request, 'add')),
  };
};

/** A `requestHeaderModifier` of a Gateway API route: of equal names the first counts (headerListToMap). */
export const modifierChanges = (modifier: unknown): HeaderChanges => {
  if (!isFields(modifier)) return NO_CHANGES;
  return {
    remove: texts(field(modifier, 'remove')),
    set: pairsOf(field(modifier, 'set')),
    add: pairsOf(field(modifier, 'add')),
  };
};

/** The `:authority` that such changes write; '' when they do not. */
export const authorityOf = ({ set, add }: HeaderChanges): string =>
  [...set, ...add].find(([name]) => isAuthority(name))?.[1] ?? '';

/** The request with its headers changed; pseudo headers and the host are not headers here (isInternalHeader). */
export function withHeaders(http: HttpRequest, { remove, set, add }: HeaderChanges): HttpRequest {
  if (remove.length === 0 && set.length === 0 && add.length === 0) return http;
  const headers = new Map(Object.entries(http.headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of remove) headers.delete(name.toLowerCase());
  for (const [name, value] of set) if (!isInternal(name)) headers.set(name.toLowerCase(), value);
  for (const [name, value] of add) {
    if (isInternal(name)) continue;
    const present = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), present === undefined ? value : `${present},${value}`);
  }
  return { ...http, headers: Object.fromEntries(headers) };
}

const isAuthority = (name: string): boolean => [':authority', 'host'].includes(name.toLowerCase());
const isInternal = (name: string): boolean => name.startsWith(':') || name.toLowerCase() === 'host';

const entriesOf = (written: unknown): readonly (readonly [string, string])[] =>
  isFields(written) ? Object.entries(written).map(([name, value]) => [name, text(value)] as const) : [];

function pairsOf(written: unknown): readonly (readonly [string, string])[] {
  const pairs = new Map<string, string>();
  for (const header of list(written)) {
    const name = text(field(header, 'name')).toLowerCase();
    if (!pairs.has(name)) pairs.set(name, text(field(header, 'value')));
  }
  return [...pairs];
}
