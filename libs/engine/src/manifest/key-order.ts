import { countValues } from './field-lines.js';
import type { Span } from './line-table.js';

/**
 * Where the lines of each key of one object stand, for the objects whose keys JavaScript does not keep in the order in
 * which they were written: array indexes come first, and YAML merge keys bring keys of elsewhere.
 */
export class KeyOrder {
  private readonly spans = new Map<string, Span>();
  private readonly merged = new Set<string>();

  /** Takes over an object whose keys so far are in order, with lines from `start` on. */
  constructor(values: Readonly<Record<string, unknown>>, start: number) {
    let from = start;
    for (const key of Object.keys(values)) {
      const to = from + countValues(values[key]);
      this.spans.set(key, { from, to });
      from = to;
    }
  }

  set(key: string, span: Span, merged = false): void {
    this.spans.set(key, span);
    if (merged) this.merged.add(key);
    else this.merged.delete(key);
  }

  isMerged(key: string): boolean {
    return this.merged.has(key);
  }

  /** The spans in the order that JavaScript gives the keys. */
  spansOf(values: Readonly<Record<string, unknown>>): Span[] {
    return Object.keys(values).map((key) => this.spans.get(key) ?? { from: 0, to: 0 });
  }
}

/** Whether JavaScript takes a key for an array index: canonical digits below 2^32 - 1. */
export function isIndexLike(key: string): boolean {
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57) || key.length > 10) return false;
  const index = Number(key);
  return String(index) === key && index < 4294967295;
}
