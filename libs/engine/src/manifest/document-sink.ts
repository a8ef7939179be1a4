import type { LineTable } from './line-table.js';
import type { KubernetesObject, Skipped } from './manifest.js';

/** Lines of the values of one text; null when every value stands on the document's first line. */
export interface Lines {
  table(): LineTable;
}

/** One YAML document, one JSON value, or one item of a list that was taken apart while it was read. */
export interface ReadDocument {
  readonly value: unknown;
  readonly line: number;
  readonly lines: Lines | null;
  /** Index of the document's root in the line table. */
  readonly lineIndex: number;
}

/** Where the readers of the formats leave what they find in one file. */
export interface DocumentSink {
  /** No more documents are wanted. */
  readonly full: boolean;
  /** @param list the list, without its items, that the document is an item of */
  add(document: ReadDocument, list?: KubernetesObject): void;
  skip(line: number, reason: Skipped['reason'], message: string): void;
}
