import type { DocumentSink, ReadDocument } from './document-sink.js';
import { countValues } from './field-lines.js';
import { isRecord } from './identity.js';
import type { ReadLimits } from './limits.js';
import type { KubernetesObject } from './manifest.js';
import { batchesOf, countLines, hasDocumentOver, isLarge, singlesOf, type Batch } from './text-batch.js';
import type { AliasBudget } from './yaml-anchors.js';
import { yamlDocumentStarts } from './yaml-boundaries.js';
import { findBlockList } from './yaml-list.js';
import { parseYamlText, problemOf, type YamlProblem, type YamlText } from './yaml-text.js';

/**
 * Reads every document of a YAML stream as Kubernetes would (yaml-scalar.ts). A document that cannot be read is skipped
 * with the line of its fault, and the others are read; so are the other items of a list in block style.
 *
 * @param start offset of the text: behind a byte order mark
 */
export function readYaml(
  bytes: Uint8Array,
  start: number,
  limits: ReadLimits,
  budget: AliasBudget,
  sink: DocumentSink,
): void {
  const reader = new YamlReader(bytes, limits, budget, sink);
  let line = 1;
  for (const batch of batchesOf(yamlDocumentStarts(bytes, start), bytes.length)) {
    if (sink.full) return;
    line = reader.readBatch(batch, line);
  }
}

/** The items of a list, each as a document, and the list without them. */
interface ListText extends YamlText {
  readonly list: KubernetesObject;
}

class YamlReader {
  private readonly documentBytes: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly limits: ReadLimits,
    private readonly budget: AliasBudget,
    private readonly sink: DocumentSink,
  ) {
    this.documentBytes = Math.min(limits.documentBytes, limits.yamlDocumentBytes);
  }

  /** @returns the line behind the batch */
  readBatch(batch: Batch, line: number): number {
    if (batch.starts.length === 1) {
      this.readDocument(batch, line);
    } else {
      const text = this.parse(batch, line);
      if (text.problems.length > 0) return this.readOneByOne(batch, line);
      this.add(text);
    }
    return line + countLines(this.bytes, batch.start, batch.end);
  }

  private readOneByOne(batch: Batch, firstLine: number): number {
    let line = firstLine;
    for (const single of singlesOf(batch)) {
      if (!this.sink.full) line = this.readBatch(single, line);
    }
    return line;
  }

  private readDocument(batch: Batch, line: number): void {
    const list = isLarge(batch) ? this.readList(batch, line) : null;
    if (list?.problems.length === 0) return this.add(list, list.list);
    const whole = this.parse(batch, line);
    const items = whole.problems.length === 0 ? null : (list ?? this.readList(batch, line));
    if (items === null) this.add(whole);
    else this.add(items, items.list);
  }

  /** The items of a list one batch after the other; null when the document is no list in block style. */
  private readList({ start, end }: Batch, firstLine: number): ListText | null {
    const found = findBlockList(this.bytes, start, end);
    const list = found === null ? null : this.readFrame(found.frame);
    if (found === null || list === null) return null;
    const documents: ReadDocument[] = [];
    const problems: YamlProblem[] = [];
    let counted = start;
    let line = firstLine;
    const collect = (batch: Batch): void => {
      line += countLines(this.bytes, counted, batch.start);
      counted = batch.start;
      const text = this.parse(batch, line);
      if (text.problems.length > 0 && batch.starts.length > 1) return singlesOf(batch).forEach(collect);
      for (const document of text.documents) documents.push(...itemsOf(document));
      problems.push(...text.problems);
    };
    for (const batch of batchesOf(found.itemStarts, found.itemsEnd)) collect(batch);
    return { list, documents, problems };
  }

  /** The list itself, when it is one. */
  private readFrame(frame: Uint8Array): KubernetesObject | null {
    try {
      const [document] = parseYamlText(frame, 1, this.limits, this.budget).documents;
      const value = document?.value;
      const isList = isRecord(value) && value.items === null && typeof value.kind === 'string';
      return isList && (value.kind as string).endsWith('List') ? value : null;
    } catch {
      return null;
    }
  }

  /** What cannot be read is one problem for the whole batch: then its documents are to be read one by one. */
  private parse(batch: Batch, line: number): YamlText {
    const { start, end } = batch;
    const bytes = this.bytes.subarray(start, end);
    if (hasDocumentOver(batch, this.documentBytes)) {
      const message = `The document has ${end - start} bytes; the limit is ${this.documentBytes}. Split it.`;
      return { documents: [], problems: [{ line, reason: 'DOCUMENT_TOO_LARGE', message }] };
    }
    try {
      return parseYamlText(bytes, line, this.limits, this.budget);
    } catch (error) {
      return { documents: [], problems: [problemOf(error, bytes, line, this.limits)] };
    }
  }

  private add({ documents, problems }: YamlText, list?: KubernetesObject): void {
    for (const { line, reason, message } of problems) this.sink.skip(line, reason, message);
    for (const document of documents) {
      if (!this.sink.full) this.sink.add(document, list);
    }
  }
}

/** Each item of a document that is a part of the items of a list. */
function itemsOf({ value, lines, lineIndex }: ReadDocument): ReadDocument[] {
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  let index = lineIndex + 1;
  return items.map((item) => {
    const document = { value: item, line: lines?.table()[index] ?? 1, lines, lineIndex: index };
    index += countValues(item);
    return document;
  });
}
