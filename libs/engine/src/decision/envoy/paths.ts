import type { MeshSettings } from '../../model/model.js';

/**
 * The path as Envoy's filters compare it: without query and fragment, normalised as the mesh says (semantics 14.20).
 * null: Envoy refuses the request before any policy.
 */
export function comparedPath(path: string, mode: MeshSettings['pathNormalization']): string | null {
  const end = path.search(/[?#]/);
  const bare = end < 0 ? path : path.slice(0, end);
  if (mode === 'NONE') return bare;
  if (IS_NORMAL.test(bare)) return bare;
  if (bare.includes('%00')) return null;
  const slashes = mode === 'DECODE_AND_MERGE_SLASHES' ? bare.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : bare;
  const resolved = withoutDots(decodeUnreserved(slashes.replaceAll('\\', '/')));
  return mode === 'MERGE_SLASHES' || mode === 'DECODE_AND_MERGE_SLASHES' ? withoutEmptySegments(resolved) : resolved;
}

/** No escape, no backslash, no dot at the beginning of a segment, no empty segment: no mode changes it. */
const IS_NORMAL = /^(?!.*(?:[%\\]|\/[./]))/s;

/** Envoy common/http/path_utility.cc mergeSlashes: a path of slashes alone keeps two. */
function withoutEmptySegments(path: string): string {
  if (!path.includes('//')) return path;
  const segments = path.split('/').filter((segment) => segment !== '');
  return `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

const UNRESERVED = /[A-Za-z0-9\-._~]/;

const decodeUnreserved = (path: string): string =>
  path.replace(/%([0-9A-Fa-f]{2})/g, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : escaped;
  });

/** RFC 3986 5.2.4, as Chromium's canonicaliser does it: empty segments stay. */
function withoutDots(path: string): string {
  if (!path.startsWith('/')) return path;
  const kept: string[] = [];
  const segments = path.slice(1).split('/');
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (isLast && (segment === '.' || segment === '..')) kept.push('');
  });
  return `/${kept.join('/')}`;
}
