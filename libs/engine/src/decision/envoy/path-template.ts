import type { TextMatcher } from './strings.js';

/** Istio pkg/config/security ContainsPathTemplate. */
export const isPathTemplate = (value: string): boolean => value.includes('{*}') || value.includes('{**}');

// Envoy source/extensions/path/uri_template_lib: what a variable matches. `[`, `]`, `\` and `*` are not among them.
const SEGMENT = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;
const TEXT = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=/]*$/;

/**
 * `{*}` is one segment, `{**}` any rest; plain stars mean the same in a value that holds a template (semantics 5.3). What
 * Envoy could not parse never matches.
 */
export function pathTemplateMatcher(value: string): TextMatcher {
  const segments = value.replaceAll('{*}', '*').replaceAll('{**}', '**').split('/');
  const isLiteral = (segment: string): boolean => !segment.includes('*');
  if (!segments.every((segment) => isLiteral(segment) || segment === '*' || segment === '**')) return () => false;
  const textAt = segments.indexOf('**');
  if (textAt < 0) return (path) => segmentsMatch(segments, path.split('/'));
  const tail = segments.slice(textAt + 1);
  if (!tail.every(isLiteral)) return () => false;
  const head = segments.slice(0, textAt);
  const ending = tail.map((segment) => `/${segment}`).join('');
  return (path) => {
    const parts = path.split('/');
    if (parts.length <= textAt || !segmentsMatch(head, parts.slice(0, textAt))) return false;
    const rest = parts.slice(textAt).join('/');
    return rest.endsWith(ending) && TEXT.test(rest.slice(0, rest.length - ending.length));
  };
}

const segmentsMatch = (wanted: readonly string[], parts: readonly string[]): boolean =>
  wanted.length === parts.length &&
  wanted.every((segment, index) => (segment === '*' ? SEGMENT.test(parts[index] ?? '') : segment === parts[index]));
