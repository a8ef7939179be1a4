import type { Lines } from './document-sink.js';
import type { FieldPath } from './manifest.js';
import { indexOfPath } from './field-lines.js';
import type { LineTable } from './line-table.js';
import { isRecord } from './identity.js';

/** Where the fields of one object stand in their file. */
export interface FieldPlaces {
  readonly firstLine: number;
  /** The line of a field, or of its nearest existing parent. */
  lineAt(path: FieldPath): number;
  /**
   * The line of every value of a form of the same object, in preorder over `Object.keys` order; null when all stand on
   * the first line.
   */
  linesOf(form: () => unknown): ArrayLike<number> | null;
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

  linesOf(form: () => unknown): ArrayLike<number> | null {
    if (this.lines === null) return null;
    const lines: number[] = [];
    const table = this.lines.table();
    new LineCollector(table, this.index, sizesOf(this.written), lines).collect(form(), this.written, 0);
    return lines.every((line) => line === lines[0]) ? null : lines;
  }

  private lineOf(index: number): number {
    return this.lines?.table()[index] ?? this.line;
  }
}

/** How many values each value of a preorder holds, itself included. */
function sizesOf(value: unknown, sizes: number[] = []): number[] {
  const index = sizes.length;
  sizes.push(1);
  if (Array.isArray(value)) for (const item of value) sizesOf(item, sizes);
  else if (isRecord(value)) for (const key of Object.keys(value)) sizesOf(value[key], sizes);
  sizes[index] = sizes.length - index;
  return sizes;
}

/** Walks a form of an object beside the object as it was written. */
class LineCollector {
  constructor(
    private readonly table: LineTable,
    /** Index of the object in the table. */
    private readonly start: number,
    private readonly sizes: readonly number[],
    private readonly lines: number[],
  ) {}

  /**
   * @param written the same value as written; undefined when the form has something that was not written
   * @param index of `written`, or of its nearest parent, in the object's preorder
   */
  collect(value: unknown, written: unknown, index: number): void {
    this.lines.push(this.table[this.start + index] ?? 0);
    if (typeof value !== 'object' || value === null) return;
    const writtenKeys = isCollection(written) ? Object.keys(written) : [];
    let position = 0;
    let next = index + 1;
    let starts: ReadonlyMap<string, number> | undefined;
    for (const key of Object.keys(value)) {
      let start: number | undefined;
      if (starts === undefined && writtenKeys[position] === key) {
        start = next;
        next += this.sizes[next] ?? 1;
        position++;
      } else {
        starts ??= this.startsOf(writtenKeys, index + 1);
        start = starts.get(key);
      }
      const child = start === undefined ? undefined : (written as Record<string, unknown>)[key];
      this.collect((value as Record<string, unknown>)[key], child, start ?? index);
    }
  }

  private startsOf(keys: readonly string[], first: number): ReadonlyMap<string, number> {
    const starts = new Map<string, number>();
    let at = first;
    for (const key of keys) {
      starts.set(key, at);
      at += this.sizes[at] ?? 1;
    }
    return starts;
  }
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;
