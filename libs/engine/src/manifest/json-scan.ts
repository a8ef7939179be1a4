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
  /** Keys as written, repeated ones included: `JSON.parse` keeps only the last of equal keys. */
  readonly keys: number;
  /** Offset behind the first complete value; -1 when it is not complete. */
  readonly end: number;
}

/** Looks at the brackets, keys and strings of the first JSON object or array of a text, without checking the rest. */
export function scanJson(text: string, start: number, end: number): JsonShape {
  let level = 0;
  let depth = 0;
  let keys = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = closingQuote(text, at, end);
    } else if (code === COLON) {
      keys++;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++level > depth) depth = level;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (--level <= 0) return { depth, keys, end: at + 1 };
    }
  }
  return { depth, keys, end: -1 };
}

/** Offset of the quote that ends the string begun at `start`, or `end`. */
export function closingQuote(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return end;
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
