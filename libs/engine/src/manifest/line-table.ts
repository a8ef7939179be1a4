/**
 * The line of every value of the documents of one text, in preorder: over `Object.keys` order and array order. The line
 * of a field is that of its key, the line of a list item that of its first token, the line of a document that of its
 * first key.
 */
export type LineTable = ArrayLike<number>;

/** A stretch of a line table: the lines of one value and all that it holds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Fills a line table while a text is read from its beginning to its end. */
export class LineTableBuilder {
  private lines: Uint32Array;
  private length = 0;
  private position = 0;

  constructor(
    private readonly text: string,
    /** Line that the text begins on. */
    private line: number,
    expectedValues: number,
  ) {
    this.lines = new Uint32Array(expectedValues);
  }

  /** Index that the next added line gets. */
  get next(): number {
    return this.length;
  }

  /** The line of an offset that is not before any offset asked for earlier; of the last one when there is none (-1). */
  lineOf(position: number): number {
    for (let at = this.position; at < position; at++) {
      if (this.text.charCodeAt(at) === 10) this.line++;
    }
    if (position > this.position) this.position = position;
    return this.line;
  }

  add(line: number): void {
    if (this.length === this.lines.length) this.grow(this.length + 1);
    this.lines[this.length++] = line;
  }

  /** Adds lines that `copyFrom` gave: an alias stands for what its anchor holds. */
  append(lines: Uint32Array): void {
    if (this.length + lines.length > this.lines.length) this.grow(this.length + lines.length);
    this.lines.set(lines, this.length);
    this.length += lines.length;
  }

  copyFrom(start: number): Uint32Array {
    return this.lines.slice(start, this.length);
  }

  /** Replaces everything from `start` on by the given spans of it, in their order. */
  rearrange(start: number, spans: readonly Span[]): void {
    const old = this.lines.slice(start, this.length);
    this.length = start;
    for (const { from, to } of spans) {
      this.lines.set(old.subarray(from - start, to - start), this.length);
      this.length += to - from;
    }
  }

  /** Forgets everything from `start` on. */
  truncate(start: number): void {
    this.length = start;
  }

  finish(): LineTable {
    return this.lines.slice(0, this.length);
  }

  private grow(needed: number): void {
    const grown = new Uint32Array(Math.max(64, needed, this.lines.length * 2));
    grown.set(this.lines);
    this.lines = grown;
  }
}
