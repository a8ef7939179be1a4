import type { Lines } from './document-sink.js';
import type { FieldPath } from './manifest.js';
import { countValues, indexOfPath } from './field-lines.js';
import { isRecord } from './identity.js';

/** Where the fields of one object stand in their file. */
export interface FieldPlaces {
  readonly firstLine: number;
  /** The line of a field, or of its nearest existing parent. */
  lineAt(path: FieldPath): number;
  /**
   * The line of every value of `body`, a form of the same object, in preorder over `Object.keys` order; null when all
   * stand on the first line.
   */
  linesOf(body: unknown): Uint32Array | null;
}

/** The places of an object as it was written. */
export class WrittenPlaces implements FieldPlaces {
  /**
   * @param written what the lines are about; the body of the manifest may differ from it
   * @param index index of the object in the line table
   * @param line its line, when there is no table
   */
  constructor(
    private readonly written: unknown,
    private readonly lines: Lines | null,
    private readonly index: number,
    private readonly line: number,
  ) {}

  get firstLine(): number {
    return this.lines?.table()[this.index] ?? this.line;
  }

  lineAt(path: FieldPath): number {
    return this.lines === null ? this.line : this.lineOf(indexOfPath(this.written, path, this.index));
  }

  linesOf(body: unknown): Uint32Array | null {
    if (this.lines === null) return null;
    const lines: number[] = [];
    this.collect(body, this.written, this.index, lines);
    return lines.every((line) => line === lines[0]) ? null : Uint32Array.from(lines);
  }

  private lineOf(index: number): number {
    return this.lines?.table()[index] ?? this.line;
  }

  /** @param written the same value as written; undefined when the body has something that was not written */
  private collect(value: unknown, written: unknown, index: number, lines: number[]): void {
    lines.push(this.lineOf(index));
    if (Array.isArray(value)) {
      let at = index + 1;
      const items: readonly unknown[] = Array.isArray(written) ? (written as unknown[]) : [];
      value.forEach((item: unknown, position) => {
        const known = position < items.length;
        this.collect(item, items[position], known ? at : index, lines);
        if (known) at += countValues(items[position]);
      });
    } else if (isRecord(value)) {
      const starts = isRecord(written) ? startsOf(written, index + 1) : NO_STARTS;
      for (const key of Object.keys(value)) {
        const start = starts.get(key);
        const child = start === undefined ? undefined : (written as Record<string, unknown>)[key];
        this.collect(value[key], child, start ?? index, lines);
      }
    }
  }
}

const NO_STARTS: ReadonlyMap<string, number> = new Map();

/** Index of each field in the line table. */
function startsOf(written: Readonly<Record<string, unknown>>, first: number): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  let at = first;
  for (const key of Object.keys(written)) {
    starts.set(key, at);
    at += countValues(written[key]);
  }
  return starts;
}
