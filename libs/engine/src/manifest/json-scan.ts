const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

export interface JsonShape {
  /** Deepest nesting of objects and arrays. */
  readonly depth: number;
  /** Objects and arrays. */
  readonly collections: number;
  /** Keys as written, repeated ones included: `JSON.parse` keeps only the last of equal keys. */
  readonly keys: number;
  /** Offset behind the first complete value; -1 when it is not complete. */
  readonly end: number;
}

/** Looks at the brackets, keys and strings of the first JSON object or array of a text, without checking the rest. */
export function scanJson(bytes: Uint8Array, start: number, end: number): JsonShape {
  let level = 0;
  let depth = 0;
  let keys = 0;
  let collections = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at++; at < end && bytes[at] !== QUOTE; at++) {
        if (bytes[at] === BACKSLASH) at++;
      }
    } else if (byte === COLON) {
      keys++;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      collections++;
      if (++level > depth) depth = level;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (--level <= 0) return { depth, collections, keys, end: at + 1 };
    }
  }
  return { depth, collections, keys, end: -1 };
}

/** How many keys a parsed value holds at all levels. */
export function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item);
  } else {
    for (const key in value) count += 1 + countKeys((value as Record<string, unknown>)[key]);
  }
  return count;
}
