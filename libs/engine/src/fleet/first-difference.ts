import { isFields } from '../model/narrow.js';

/** Where two values differ first: the path, and what stands there; undefined for nothing. */
export interface Difference {
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** The first difference in the order of keys and positions; null when they are equal. */
export function firstDifference(ours: unknown, theirs: unknown, path = ''): Difference | null {
  if (Array.isArray(ours) && Array.isArray(theirs)) return inLists(ours, theirs, path);
  if (isFields(ours) && isFields(theirs)) {
    const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
    return first(names, (name) => firstDifference(ours[name], theirs[name], path === '' ? name : `${path}.${name}`));
  }
  return Object.is(ours, theirs) ? null : { path, ours, theirs };
}

/** An item that only one list holds says more than the position at which a sorted list goes apart. */
function inLists(ours: readonly unknown[], theirs: readonly unknown[], path: string): Difference | null {
  const [ourItems, theirItems] = [new Set(ours.map(textOf)), new Set(theirs.map(textOf))];
  const extra = ours.filter((item) => !theirItems.has(textOf(item)));
  const missing = theirs.filter((item) => !ourItems.has(textOf(item)));
  if (extra.length === 1 && missing.length === 1 && typeof extra[0] === 'object') {
    return firstDifference(extra[0], missing[0], `${path}[${ours.indexOf(extra[0])}]`);
  }
  if (extra.length + missing.length > 0) return { path, ours: extra, theirs: missing };
  return textOf(ours) === textOf(theirs) ? null : { path, ours, theirs };
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? '';

function first<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
