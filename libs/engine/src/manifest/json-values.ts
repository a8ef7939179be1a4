import { isIndexLike, KeyOrder } from './key-order.js';
import { LineTableBuilder, type LineTable } from './line-table.js';

/** What a walk over a JSON text finds: the lines of its values, and the first key that stands twice in one object. */
export interface JsonWalk {
  readonly lines: LineTable;
  readonly repeatedKey: { readonly key: string; readonly line: number } | null;
}

/**
 * Walks a JSON text that `JSON.parse` has accepted, so that nothing needs checking here.
 *
 * @param value what `JSON.parse` made of it
 * @param firstLine line that the text begins on
 */
export function walkJson(text: string, value: unknown, firstLine: number): JsonWalk {
  const walk = new JsonTextWalk(text, firstLine);
  walk.addLine();
  walk.readValue(value);
  return { lines: walk.lines.finish(), repeatedKey: walk.repeatedKey };
}

class JsonTextWalk {
  readonly lines: LineTableBuilder;
  repeatedKey: JsonWalk['repeatedKey'] = null;
  private at = 0;

  constructor(
    private readonly text: string,
    firstLine: number,
  ) {
    this.lines = new LineTableBuilder(text, firstLine, 64);
    this.skipSpace();
  }

  addLine(): void {
    this.lines.add(this.lines.lineOf(this.at));
  }

  readValue(value: unknown): void {
    const first = this.text[this.at];
    if (first === '{') this.readObject((value ?? {}) as Record<string, unknown>);
    else if (first === '[') this.readArray((value ?? []) as unknown[]);
    else this.skipScalar(first);
    this.skipSpace();
  }

  private readObject(value: Record<string, unknown>): void {
    const start = this.lines.next;
    const seen = new Set<string>();
    let order: KeyOrder | undefined;
    for (this.step(); this.text[this.at] !== '}'; this.text[this.at] === ',' && this.step()) {
      const key = this.readKey();
      if (isIndexLike(key)) order ??= new KeyOrder(firstKeysOf(value, seen), start);
      if (seen.has(key)) this.repeatedKey ??= { key, line: this.lines.lineOf(this.at) };
      seen.add(key);
      const from = this.lines.next;
      this.addLine();
      this.skipSpace();
      this.step(); // over the colon
      this.readValue(value[key]);
      order?.set(key, { from, to: this.lines.next });
    }
    this.at++;
    if (order !== undefined) this.lines.rearrange(start, order.spansOf(value));
  }

  private readArray(value: readonly unknown[]): void {
    let index = 0;
    for (this.step(); this.text[this.at] !== ']'; this.text[this.at] === ',' && this.step()) {
      this.addLine();
      this.readValue(value[index++]);
    }
    this.at++;
  }

  private readKey(): string {
    const end = closingQuote(this.text, this.at);
    const key = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    return JSON.parse(key) as string;
  }

  private skipScalar(first: string | undefined): void {
    if (first === '"') {
      this.at = closingQuote(this.text, this.at) + 1;
      return;
    }
    while (this.at < this.text.length && !' \t\r\n,]}'.includes(this.text[this.at] ?? ' ')) this.at++;
  }

  /** Over one character and the space behind it. */
  private step(): void {
    this.at++;
    this.skipSpace();
  }

  private skipSpace(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at] ?? '')) this.at++;
  }
}

/** The part of an object whose keys were already read, in the order in which they were written. */
const firstKeysOf = (value: Record<string, unknown>, seen: ReadonlySet<string>): Record<string, unknown> =>
  Object.fromEntries([...seen].map((key) => [key, value[key]]));

/** Offset of the quote that ends the string begun at `start`. */
function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== 34) at += text.charCodeAt(at) === 92 ? 2 : 1;
  return at;
}
