// The main build makes its state by spreading objects, which V8 (11.3, of Node 20) reads two to three times as slowly.
import { parseEvents, YAMLException } from 'js-yaml/browser';
import type { DocumentSink } from './document-sink.js';
import type { ReadLimits } from './limits.js';
import { LineTableBuilder } from './line-table.js';
import { ReadProblem } from './read-problem.js';
import { batchesOf, countLines, hasDocumentOver, singlesOf, type Batch } from './text-batch.js';
import { decodeUtf8 } from './utf8.js';
import type { AliasBudget } from './yaml-anchors.js';
import { yamlDocumentStarts } from './yaml-boundaries.js';
import { YamlValues } from './yaml-values.js';

/**
 * Reads every document of a YAML stream as Kubernetes would (yaml-scalar.ts). A document that cannot be read is skipped
 * with the line of its fault, and the others are read.
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
  let line = 1;
  for (const batch of batchesOf(yamlDocumentStarts(bytes, start), bytes.length)) {
    if (sink.full) return;
    line = new YamlBatch(bytes, batch, line, limits, budget, sink).read();
  }
}

class YamlBatch {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly batch: Batch,
    private readonly firstLine: number,
    private readonly limits: ReadLimits,
    private readonly budget: AliasBudget,
    private readonly sink: DocumentSink,
  ) {}

  /** @returns the line that the next batch starts on */
  read(): number {
    const { start, end, starts } = this.batch;
    if (hasDocumentOver(this.batch, this.limits.documentBytes)) {
      return starts.length > 1 ? this.readOneByOne() : this.skipTooLarge();
    }
    try {
      const text = decodeUtf8(this.bytes.subarray(start, end));
      // js-yaml counts a scalar as a level; the exact limit is kept by YamlValues.
      const events = parseEvents(text, { maxDepth: this.limits.depth + 2 });
      const lines = new LineTableBuilder(text, this.firstLine, events.length);
      this.addDocuments(new YamlValues(events, text, lines, this.limits.depth, this.budget), lines);
      return lines.lineOf(text.length);
    } catch (error) {
      return starts.length > 1 ? this.readOneByOne() : this.skipBroken(error);
    }
  }

  private addDocuments(values: YamlValues, lines: LineTableBuilder): void {
    const documents: { value: unknown; lineIndex: number }[] = [];
    while (values.toNextDocument()) {
      const lineIndex = lines.next;
      try {
        documents.push({ value: values.readDocument(), lineIndex });
      } catch (error) {
        if (!(error instanceof ReadProblem)) throw error;
        this.sink.skip(lines.lineOf(error.position), error.reason, error.message);
      }
    }
    const table = lines.finish();
    const shared = { table: () => table };
    for (const { value, lineIndex } of documents) {
      this.sink.add({ value, line: table[lineIndex] ?? this.firstLine, lines: shared, lineIndex });
    }
  }

  private readOneByOne(): number {
    let line = this.firstLine;
    for (const single of singlesOf(this.batch)) {
      if (this.sink.full) return line;
      line = new YamlBatch(this.bytes, single, line, this.limits, this.budget, this.sink).read();
    }
    return line;
  }

  private skipTooLarge(): number {
    const { start, end } = this.batch;
    this.sink.skip(
      this.firstLine,
      'DOCUMENT_TOO_LARGE',
      `The document has ${end - start} bytes; the limit is ${this.limits.documentBytes}. Split it.`,
    );
    return this.lineBehind();
  }

  private skipBroken(error: unknown): number {
    const { start } = this.batch;
    if (error instanceof ReadProblem) {
      const line = this.firstLine + countLines(this.bytes, start, start + error.position);
      this.sink.skip(line, error.reason, error.message);
    } else if (error instanceof YAMLException) {
      const line = this.firstLine + (error.mark?.line ?? 0);
      if (error.reason.startsWith('nesting exceeded')) {
        const message = `The document nests deeper than ${this.limits.depth} levels; no Kubernetes object does.`;
        this.sink.skip(line, 'TOO_DEEP', message);
      } else {
        this.sink.skip(
          line,
          'SYNTAX',
          `The YAML cannot be read: ${withoutContent(error.reason)}. Mend it near this line.`,
        );
      }
    } else {
      throw error;
    }
    return this.lineBehind();
  }

  private lineBehind(): number {
    return this.firstLine + countLines(this.bytes, this.batch.start, this.batch.end);
  }
}

/** What a broken document holds may be secret: js-yaml quotes it behind a colon or in quotes. */
const withoutContent = (reason: string): string => reason.replace(/\s*[:"].*$/s, '');
