import { field, isFields, list, text } from '../model/narrow.js';
import type { RouteKind } from '../model/route.js';
import type { HttpRequest } from './request.js';

/** UNKNOWN: the answer hangs on a regular expression of the user, which the engine never runs. */
export type Matched = boolean | 'UNKNOWN';

/** One match of a route's rule. */
export interface RouteMatch {
  /** The more particular a match, the higher (Istio config/kube/gateway/conversion.go sortHTTPRoutes). */
  readonly rank: number;
  /** @param path as the proxy compares it */
  holds(http: HttpRequest, path: string): Matched;
}

const EVERYTHING: RouteMatch = { rank: 0, holds: () => true };

/** The matches of a rule: one of them must hold; a rule without any matches everything. */
export function matchesOf(rule: unknown, kind: RouteKind): readonly RouteMatch[] {
  const matches = list(field(rule, 'matches'));
  if (matches.length === 0) return [EVERYTHING];
  return matches.map(kind === 'GRPCRoute' ? grpcMatch : httpMatch);
}

type Part = (http: HttpRequest, path: string) => Matched;

function httpMatch(match: unknown): RouteMatch {
  const headers = list(field(match, 'headers'));
  const params = list(field(match, 'queryParams'));
  const method = text(field(match, 'method'));
  const parts: Part[] = [...headers.map(headerPart), ...params.map(paramPart)];
  if (method !== '') parts.push((http) => http.method === method);
  const path = isFields(field(match, 'path')) ? field(match, 'path') : { type: 'PathPrefix', value: '/' };
  parts.push(pathPart(path));
  const rank = pathRank(path) + (method === '' ? 0 : 1_000) + headers.length * 32 + params.length;
  return { rank, holds: all(parts) };
}

/** A gRPC call is a POST to `/service/method`. */
function grpcMatch(match: unknown): RouteMatch {
  const headers = list(field(match, 'headers'));
  const parts: Part[] = headers.map(headerPart);
  const method = field(match, 'method');
  const service = text(field(method, 'service'));
  const name = text(field(method, 'method'));
  const isRegular = field(method, 'type') === 'RegularExpression';
  if (isFields(method)) {
    parts.push((_, path) => {
      if (isRegular) return 'UNKNOWN';
      const [, calledService, calledName] = path.split('/');
      return (service === '' || service === calledService) && (name === '' || name === calledName);
    });
  }
  return { rank: service.length + name.length + headers.length, holds: all(parts) };
}

const all =
  (parts: readonly Part[]): Part =>
  (http, path) => {
    const answers = parts.map((part) => part(http, path));
    if (answers.includes(false)) return false;
    return answers.includes('UNKNOWN') ? 'UNKNOWN' : true;
  };

const isRegularExpression = (part: unknown): boolean => field(part, 'type') === 'RegularExpression';

function pathRank(path: unknown): number {
  const length = Math.min(text(field(path, 'value')).length, 9_999);
  if (isRegularExpression(path)) return 0;
  return (field(path, 'type') === 'Exact' ? 1e12 : 1e8) + length * 1e4;
}

function pathPart(path: unknown): Part {
  const value = text(field(path, 'value')) || '/';
  if (isRegularExpression(path)) return () => 'UNKNOWN';
  if (field(path, 'type') === 'Exact') return (_, compared) => compared === value;
  // By whole segments: `/api` holds `/api/x`, not `/apis`.
  const prefix = value.replace(/\/$/, '');
  return (_, compared) => compared === prefix || compared.startsWith(`${prefix}/`);
}

function headerPart(header: unknown): Part {
  const name = text(field(header, 'name')).toLowerCase();
  if (isRegularExpression(header)) return () => 'UNKNOWN';
  const value = text(field(header, 'value'));
  return ({ headers }) => Object.entries(headers).some(([sent, is]) => sent.toLowerCase() === name && is === value);
}

function paramPart(param: unknown): Part {
  if (isRegularExpression(param)) return () => 'UNKNOWN';
  const wanted = `${text(field(param, 'name'))}=${text(field(param, 'value'))}`;
  return ({ path }) =>
    path.includes('?') &&
    path
      .slice(path.indexOf('?') + 1)
      .split('&')
      .includes(wanted);
}
