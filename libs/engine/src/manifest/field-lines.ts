import type { FieldPath } from './manifest.js';
import { isRecord } from './identity.js';

/**
 * The line of every value of one document: preorder over `Object.keys` order and array order. The line of a field is
 * that of its key, the line of a list item that of its first token, the line of the root that of its first key.
 */
export type LineTable = ArrayLike<number>;

/** How many values a value holds, itself included: the length of its part of a `LineTable`. */
export function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  if (Array.isArray(value)) {
    for (const item of value) count += countValues(item);
  } else {
    for (const key in value) count += countValues((value as Record<string, unknown>)[key]);
  }
  return count;
}

/**
 * The index in the line table of the value at `path`, or of its nearest existing parent, where `root` stands at `start`.
 */
export function indexOfPath(root: unknown, path: FieldPath, start: number): number {
  let value = root;
  let index = start;
  for (const step of path) {
    if (Array.isArray(value)) {
      if (typeof step !== 'number' || !(step in value)) return index;
      for (let item = 0; item < step; item++) index += countValues(value[item]);
    } else {
      if (!isRecord(value) || !Object.hasOwn(value, step)) return index;
      const wanted = String(step);
      for (const key in value) {
        if (key === wanted) break;
        index += countValues(value[key]);
      }
    }
    index += 1;
    value = (value as Record<string | number, unknown>)[step];
  }
  return index;
}
