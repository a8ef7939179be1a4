import type { HttpRequest } from '../request.js';
import { regularExpression } from './regular-expression.js';
import type { WrittenMatch } from './match-parts.js';
import type { RoutedRequest } from './route-rule.js';

/** What becomes of the path of a request that a rule forwards. */
export type PathRewrite = (path: string) => string;

export const unchanged: PathRewrite = (path) => path;

/** Envoy RouteAction.prefix_rewrite: in place of what the rule matched, the whole path where it was not a prefix. */
export const prefixRewrite =
  (matched: WrittenMatch, replacement: string): PathRewrite =>
  (path) =>
    matched.kind === 'PREFIX' ? replacement + path.slice(matched.value.length) : replacement;

/** Gateway API's replacement of a prefix by nothing (route.go: `^prefix(/?)(.*)` becomes `/\2`). */
export const prefixRemoved =
  (prefix: string): PathRewrite =>
  (path) =>
    `/${path.slice(prefix.length).replace(/^\//, '')}`;

/** Envoy RouteAction.regex_rewrite; null: RE2 cannot read the pattern. */
export function patternRewrite(pattern: string, substitution: string): PathRewrite | null {
  const compiled = regularExpression(pattern);
  return compiled && ((path) => compiled.replaceAll(path, substitution));
}

/** The request with its path and host rewritten; the query stays. */
export function rewritten({ http, path }: RoutedRequest, rewrite: PathRewrite, authority: string): HttpRequest {
  if (rewrite === unchanged && authority === '') return http;
  const query = /[?#].*$/s.exec(http.path)?.[0] ?? '';
  return { ...http, path: rewrite(path) + query, host: authority === '' ? http.host : authority };
}
