import { isPathTemplate } from '../../decision/envoy/path-template.js';
import { shown } from '../fault-text.js';

// Envoy's pchar (RFC 3986 appendix A).
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** istio pkg/config/security CheckValidPathTemplate. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'must not be empty';
  const isTemplate = isPathTemplate(path);
  if (!isTemplate && !/[{}]/.test(path)) return null;
  let anySeen = false;
  for (const segment of trimmed(path).split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (anySeen) return `must have {**} as its last operator, not ${shown(path)}`;
      anySeen = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return `must not have braces other than the segments {*} and {**}, as ${shown(path)} has`;
    } else if (isTemplate && !LITERAL.test(segment)) {
      return `must not have the segment ${shown(segment)} beside {*} or {**}`;
    }
  }
  return null;
}

/** Without slashes at both ends; by hand, as an expression would look at a run of slashes again and again. */
function trimmed(path: string): string {
  let start = 0;
  let end = path.length;
  while (path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}
