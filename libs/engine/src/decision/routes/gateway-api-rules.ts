import { field, isFields, list, text, wholeNumber } from '../../model/narrow.js';
import type { ParentRef, Route } from '../../model/route.js';
import type { RouteBackends } from './route-backends.js';
import { authorityOf, type HeaderChanges, modifierChanges, withHeaders } from './header-changes.js';
import { MatchParts, type WrittenMatch } from './match-parts.js';
import {
  patternRewrite,
  prefixRemoved,
  prefixRewrite,
  rewritten,
  unchanged,
  type PathRewrite,
} from './path-rewrite.js';
import type { RouteAction, RouteRule } from './route-rule.js';

/** A rule with what orders it among others. */
interface RankedRule extends RouteRule {
  readonly rank: readonly number[];
}

/**
 * The rules of HTTPRoutes or GRPCRoutes that have one Service as their parent, as Istio merges and orders them
 * (config/kube/gateway/conversion.go convertHTTPRoute, convertGRPCRoute, sortHTTPRoutes).
 *
 * @param routes of one namespace, in the order of their age
 */
export function gatewayApiRules(
  routes: readonly { readonly route: Route; readonly parents: readonly ParentRef[] }[],
  backends: RouteBackends,
): readonly RouteRule[] {
  return routes
    .flatMap(({ route, parents }) => parents.flatMap(({ port }) => rulesOf(route, port, backends)))
    .sort((a, b) => compareRanks(b.rank, a.rank));
}

function rulesOf(route: Route, port: number | null, backends: RouteBackends): readonly RankedRule[] {
  const origin = { kind: route.kind, namespace: route.namespace, name: route.name };
  return list(field(route.manifest.body.spec, 'rules')).flatMap((rule) => {
    const matches = list(field(rule, 'matches'));
    return (matches.length === 0 ? [null] : matches).map((match) => {
      const written = match === null ? ANYTHING : route.kind === 'GRPCRoute' ? grpcMatch(match) : httpMatch(match);
      const { parts, path, rank } = written;
      const action = actionOf(rule, route, path, backends);
      const isBare = match === null && port === null;
      const { holds, invalid } = parts;
      const nothing = { sourceLabels: [], abort: null, unsure: null };
      return { ...nothing, origin, port, holds, action, invalid, rank: isBare ? [] : rank };
    });
  });
}

/** The more particular a match, the earlier; what matches nothing in particular comes last. */
function compareRanks(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

interface RankedMatch {
  readonly parts: MatchParts;
  readonly path: WrittenMatch;
  readonly rank: readonly number[];
}

const NO_PATH: WrittenMatch = { kind: 'PRESENT' };
const ANYTHING: RankedMatch = { parts: new MatchParts(), path: NO_PATH, rank: [-1, 0, 0, 0, 0] };

function httpMatch(match: unknown): RankedMatch {
  const parts = new MatchParts();
  const path = pathOf(field(match, 'path'));
  parts.path(path, { wholeSegments: true, ignoreCase: false });
  const headers = byName(field(match, 'headers'));
  for (const [name, written] of headers) parts.text(written, (request) => headerValue(request, name));
  const method = text(field(match, 'method'));
  if (method !== '') parts.parts.push(({ http }) => http.method === method);
  const params = byName(field(match, 'queryParams'));
  for (const [name, written] of params) parts.text(written, (request) => request.parameter(name));
  return { parts, path, rank: [...pathRank(path), method === '' ? 0 : 1, headers.size, params.size] };
}

/** A gRPC call is a POST to `/service/method` (createGRPCURIMatch). */
function grpcMatch(match: unknown): RankedMatch {
  const parts = new MatchParts();
  const path = grpcPath(field(match, 'method'));
  parts.path(path, { wholeSegments: true, ignoreCase: false });
  const headers = byName(field(match, 'headers'));
  for (const [name, written] of headers) parts.text(written, (request) => headerValue(request, name));
  return { parts, path, rank: [...pathRank(path), 0, headers.size, 0] };
}

const headerValue = (request: Parameters<RouteRule['holds']>[0], name: string): string | undefined =>
  request.header(name.toLowerCase());

const RANKS = { EXACT: 3, PREFIX: 2, REGEX: 1, PRESENT: -1 } as const;

const pathRank = (path: WrittenMatch): readonly number[] => [
  RANKS[path.kind],
  path.kind === 'PRESENT' ? 0 : path.value.length,
];

function pathOf(path: unknown): WrittenMatch {
  const value = isFields(path) && field(path, 'value') !== undefined ? text(field(path, 'value')) : '/';
  switch (field(path, 'type')) {
    case 'Exact':
      return { kind: 'EXACT', value };
    case 'RegularExpression':
      return { kind: 'REGEX', value };
    default:
      return { kind: 'PREFIX', value: value === '/' ? value : value.replace(/\/$/, '') };
  }
}

function grpcPath(method: unknown): WrittenMatch {
  const service = text(field(method, 'service'));
  const name = text(field(method, 'method'));
  if (service === '' && name === '') return NO_PATH;
  if (field(method, 'type') === 'RegularExpression') {
    return { kind: 'REGEX', value: `/${service || '[^/]+'}/${name || '.+'}` };
  }
  if (name === '') return { kind: 'PREFIX', value: `/${service}` };
  return service === '' ? { kind: 'REGEX', value: `/[^/]+/${name}` } : { kind: 'EXACT', value: `/${service}/${name}` };
}

/** Headers and parameters are a map in Istio, so of equal names the last one counts (createHeadersMatch). */
function byName(written: unknown): ReadonlyMap<string, WrittenMatch> {
  const matches = new Map<string, WrittenMatch>();
  for (const entry of list(written)) {
    const value = text(field(entry, 'value'));
    const isPattern = field(entry, 'type') === 'RegularExpression';
    const match = isPattern && value === '*' ? NO_PATH : ({ kind: isPattern ? 'REGEX' : 'EXACT', value } as const);
    matches.set(text(field(entry, 'name')), match);
  }
  return matches;
}

interface Filters {
  readonly redirect: number | null;
  readonly changes: HeaderChanges;
  readonly rewrite: PathRewrite;
  readonly authority: string;
  readonly unsupported: string | null;
}

function actionOf(rule: unknown, route: Route, path: WrittenMatch, backends: RouteBackends): RouteAction {
  const { redirect, changes, rewrite, authority, unsupported } = filtersOf(list(field(rule, 'filters')), path);
  if (unsupported !== null) return { kind: 'UNKNOWN', why: `Istio knows no filter ${unsupported} on a ${route.kind}` };
  if (redirect !== null) return { kind: 'RESPONSE', code: redirect };
  const targets = list(field(rule, 'backendRefs'))
    .map((ref) => backends.ofRef(ref, route))
    .filter(({ weight }) => weight > 0);
  if (targets.length === 0) return { kind: 'RESPONSE', code: 500 };
  return {
    kind: 'FORWARD',
    backends: targets,
    missing: 500,
    rewrite: (request) => withHeaders(rewritten(request, rewrite, authority || authorityOf(changes)), changes),
  };
}

const NO_FILTERS: Filters = {
  redirect: null,
  changes: modifierChanges(null),
  rewrite: unchanged,
  authority: '',
  unsupported: null,
};

/** Of filters of one type the last counts, as Istio assigns them one after the other. */
const filtersOf = (filters: readonly unknown[], path: WrittenMatch): Filters =>
  filters.reduce<Filters>((all, filter) => {
    const type = text(field(filter, 'type'));
    switch (type) {
      case 'RequestRedirect':
        return { ...all, redirect: wholeNumber(field(field(filter, 'requestRedirect'), 'statusCode')) ?? 302 };
      case 'RequestHeaderModifier':
        return { ...all, changes: modifierChanges(field(filter, 'requestHeaderModifier')) };
      case 'URLRewrite': {
        const written = field(filter, 'urlRewrite');
        return {
          ...all,
          rewrite: pathRewrite(field(written, 'path'), path),
          authority: text(field(written, 'hostname')),
        };
      }
      case 'ResponseHeaderModifier':
      case 'RequestMirror':
      case 'CORS':
        return all;
      default:
        return { ...all, unsupported: all.unsupported ?? (type || 'without a type') };
    }
  }, NO_FILTERS);

function pathRewrite(written: unknown, matched: WrittenMatch): PathRewrite {
  const prefix = field(written, 'replacePrefixMatch');
  const whole = field(written, 'replaceFullPath');
  if (field(written, 'type') === 'ReplaceFullPath') return patternRewrite('/.*', text(whole)) ?? unchanged;
  if (typeof prefix !== 'string') return unchanged;
  const replacement = prefix.replace(/\/$/, '');
  if (replacement !== '') return prefixRewrite(matched, replacement);
  return prefixRemoved(matched.kind === 'PREFIX' ? matched.value : '');
}
