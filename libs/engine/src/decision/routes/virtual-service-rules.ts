import type { Manifest } from '../../manifest/manifest.js';
import { field, isFields, labelsOf, list, text, texts, wholeNumber } from '../../model/narrow.js';
import { authorityOf, virtualServiceChanges, withHeaders } from './header-changes.js';
import { MatchParts, type WrittenMatch } from './match-parts.js';
import { patternRewrite, prefixRewrite, rewritten, unchanged, type PathRewrite } from './path-rewrite.js';
import type { RouteBackends } from './route-backends.js';
import type { RouteAction, RouteRule } from './route-rule.js';

/** What becomes of matches by `sourceLabels` at a proxy (semantics 3.8). */
export type LabelQuestion = 'ASKED' | 'NEVER_MET' | 'NOT_ASKED';

/** The proxies that apply a VirtualService: those of one namespace. */
interface Applying {
  readonly namespace: string;
  readonly asks: LabelQuestion;
}

/**
 * The `http` rules of one VirtualService for one port (Istio core/listener_waypoint.go waypointInboundRoute,
 * core/route/route.go TranslateRoute, TranslateRouteMatch).
 */
export function virtualServiceRules(
  virtualService: Manifest,
  port: number,
  proxy: Applying,
  backends: RouteBackends,
): readonly RouteRule[] {
  const { kind, namespace, name, body } = virtualService;
  return list(field(body.spec, 'http')).flatMap((http) => {
    const written = list(field(http, 'match'));
    const matches = written.filter((match) => appliesTo(match, port, proxy));
    return (written.length === 0 ? [null] : matches).map((match) => {
      const { parts, path, unsure } = matchOf(match);
      const { holds, invalid } = parts;
      const action = actionOf(http, path, { namespace, port }, backends);
      const origin = { kind, namespace, name };
      const sourceLabels = proxy.asks === 'ASKED' ? wantedLabels(match) : [];
      return { origin, port, sourceLabels, holds, abort: abortOf(http), action, invalid, unsure };
    });
  });
}

function appliesTo(match: unknown, port: number, { namespace, asks }: Applying): boolean {
  const ports = wholeNumber(field(match, 'port')) ?? 0;
  if (ports !== 0 && ports !== port) return false;
  if (asks === 'NEVER_MET' && Object.keys(labelsOf(field(match, 'sourceLabels'))).length > 0) return false;
  const gateways = texts(field(match, 'gateways'));
  if (gateways.length > 0) return gateways.includes('mesh');
  const from = text(field(match, 'sourceNamespace'));
  return from === '' || from === namespace;
}

/** A match that names gateways is asked for nothing else of the source (sourceMatchHTTP). */
const wantedLabels = (match: unknown): RouteRule['sourceLabels'] =>
  texts(field(match, 'gateways')).length > 0 ? [] : Object.entries(labelsOf(field(match, 'sourceLabels')));

const PRESENT: WrittenMatch = { kind: 'PRESENT' };

interface ReadMatch {
  readonly parts: MatchParts;
  readonly path: WrittenMatch;
  readonly unsure: string | null;
}

function matchOf(match: unknown): ReadMatch {
  const parts = new MatchParts();
  const path = stringMatch(field(match, 'uri'));
  parts.path(path, { wholeSegments: false, ignoreCase: field(match, 'ignoreUriCase') === true });
  const headers = entriesOf(field(match, 'headers'));
  const without = entriesOf(field(match, 'withoutHeaders'));
  for (const [name, value] of headers.filter(isHeader)) {
    parts.text(stringMatch(value), ({ header }) => header(name.toLowerCase()));
  }
  for (const [name, value] of without.filter(isHeader)) {
    parts.without(stringMatch(value), ({ header }) => header(name.toLowerCase()));
  }
  const [method, authority, scheme] = ['method', 'authority', 'scheme'].map((name) => field(match, name));
  if (isFields(method)) parts.text(stringMatch(method), ({ http }) => http.method);
  if (isFields(authority)) parts.text(stringMatch(authority), ({ http }) => http.host);
  if (isFields(scheme)) parts.text(stringMatch(scheme), () => 'http');
  for (const [name, value] of entriesOf(field(match, 'queryParams'))) {
    parts.text(stringMatch(value), ({ parameter }) => parameter(name));
  }
  const unsure = [...headers, ...without].every(isHeader) ? null : 'a VirtualService routes by claims of a token';
  return { parts, path, unsure };
}

/** `@request.auth.claims…` means a claim (translateMetadataMatch). */
const isHeader = ([name]: readonly [string, unknown]): boolean => !name.startsWith('@request.auth.claims');

/** Without a value only presence counts; so does the pattern `*` (canBeConvertedToPresentMatch). */
function stringMatch(written: unknown): WrittenMatch {
  const [exact, prefix, regex] = ['exact', 'prefix', 'regex'].map((name) => field(written, name));
  if (typeof exact === 'string') return { kind: 'EXACT', value: exact };
  if (typeof prefix === 'string') return { kind: 'PREFIX', value: prefix };
  return typeof regex === 'string' && regex !== '*' ? { kind: 'REGEX', value: regex } : PRESENT;
}

const entriesOf = (written: unknown): readonly [string, unknown][] =>
  isFields(written) ? Object.entries(written) : [];

/** Without a percentage nothing is aborted (TranslateFault; Envoy's default is none). */
function abortOf(http: unknown): RouteRule['abort'] {
  const abort = field(field(http, 'fault'), 'abort');
  const percent = field(field(abort, 'percentage'), 'value');
  if (typeof percent !== 'number' || percent <= 0) return null;
  // A gRPC status travels in an answer with the HTTP status 200.
  return { percent, code: wholeNumber(field(abort, 'httpStatus')) ?? 200 };
}

function actionOf(
  http: unknown,
  path: WrittenMatch,
  { namespace, port }: { readonly namespace: string; readonly port: number },
  backends: RouteBackends,
): RouteAction {
  if (isFields(field(http, 'delegate'))) return { kind: 'UNKNOWN', why: 'a VirtualService delegates to another one' };
  const redirect = field(http, 'redirect');
  if (isFields(redirect)) return redirectAnswer(wholeNumber(field(redirect, 'redirectCode')) ?? 0);
  const direct = field(http, 'directResponse');
  if (isFields(direct)) return { kind: 'RESPONSE', code: wholeNumber(field(direct, 'status')) ?? 0 };
  const written = list(field(http, 'route'));
  const targets = written
    .map((entry) => backends.ofDestination(entry, namespace, port, written.length === 1))
    .filter(({ weight }) => weight > 0);
  if (targets.length === 0) return { kind: 'UNKNOWN', why: 'a VirtualService sends requests nowhere' };
  const rewrite = rewriteOf(field(http, 'rewrite'), path);
  if (rewrite === null) return { kind: 'UNKNOWN', why: 'a VirtualService rewrites by a pattern that RE2 cannot read' };
  const changes = virtualServiceChanges(field(http, 'headers'));
  const authority = text(field(field(http, 'rewrite'), 'authority')) || authorityOf(changes);
  return {
    kind: 'FORWARD',
    backends: targets,
    missing: 503,
    rewrite: (request) => withHeaders(rewritten(request, rewrite, authority), changes),
  };
}

/** ApplyRedirect: of another code Istio makes a route that does nothing. */
const redirectAnswer = (code: number): RouteAction =>
  [0, 301, 302, 303, 307, 308].includes(code)
    ? { kind: 'RESPONSE', code: code === 0 ? 301 : code }
    : { kind: 'UNKNOWN', why: `Istio knows no redirect with the code ${code}` };

function rewriteOf(written: unknown, path: WrittenMatch): PathRewrite | null {
  const pattern = field(written, 'uriRegexRewrite');
  if (isFields(pattern)) return patternRewrite(text(field(pattern, 'match')), text(field(pattern, 'rewrite')));
  const uri = text(field(written, 'uri'));
  return uri === '' ? unchanged : prefixRewrite(path.kind === 'PRESENT' ? { kind: 'PREFIX', value: '/' } : path, uri);
}
