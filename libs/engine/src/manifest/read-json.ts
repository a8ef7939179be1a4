import type { DocumentSink, Lines } from './document-sink.js';
import { isOpening, jsonValueStarts } from './json-boundaries.js';
import { countKeys, scanJson, type JsonShape } from './json-scan.js';
import { walkJson } from './json-values.js';
import type { ReadLimits } from './limits.js';
import type { LineTable } from './line-table.js';
import type { Skipped } from './manifest.js';
import { ReadProblem } from './read-problem.js';
import { batchesOf, countLines, hasDocumentOver, singlesOf, type Batch } from './text-batch.js';
import { decodeUtf8 } from './utf8.js';

/**
 * Reads a stream of JSON values: one on each line (NDJSON), one over many lines, or several of these one behind the
 * other. A value that cannot be read is skipped with its line, and the others are read.
 *
 * @param start offset of the text: behind a byte order mark
 */
export function readJson(bytes: Uint8Array, start: number, limits: ReadLimits, sink: DocumentSink): void {
  let line = 1 + countLines(bytes, 0, start);
  for (const batch of batchesOf(jsonValueStarts(bytes, start, limits), bytes.length)) {
    if (sink.full) return;
    line = readBatch(bytes, batch, line, limits, sink);
  }
}

function readBatch(bytes: Uint8Array, batch: Batch, firstLine: number, limits: ReadLimits, sink: DocumentSink): number {
  const { start, end, starts } = batch;
  const skip = (line: number, reason: Skipped['reason'], message: string): number => {
    sink.skip(line, reason, message);
    return firstLine + countLines(bytes, start, end);
  };
  const isTooLarge = hasDocumentOver(batch, limits.documentBytes);
  const text = isTooLarge ? null : tryDecode(bytes.subarray(start, end));
  if (typeof text === 'string') return new JsonBatch(bytes, batch, text, firstLine, limits, sink).read();
  if (starts.length > 1) {
    return singlesOf(batch).reduce((line, single) => readBatch(bytes, single, line, limits, sink), firstLine);
  }
  if (text === null) {
    const message = `The value has ${end - start} bytes; the limit is ${limits.documentBytes}. Split it.`;
    return skip(firstLine, 'DOCUMENT_TOO_LARGE', message);
  }
  return skip(firstLine + countLines(bytes, start, start + text.position), text.reason, text.message);
}

function tryDecode(bytes: Uint8Array): string | ReadProblem {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof ReadProblem) return error;
    throw error;
  }
}

class JsonBatch {
  private counted: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly batch: Batch,
    private readonly text: string,
    private line: number,
    private readonly limits: ReadLimits,
    private readonly sink: DocumentSink,
  ) {
    this.counted = batch.start;
  }

  /** @returns the line behind the batch */
  read(): number {
    for (const { start, end } of singlesOf(this.batch)) {
      if (this.sink.full) break;
      this.readPiece(start, end);
    }
    return this.lineOf(this.batch.end);
  }

  /** Usually one value; several when they share a line. */
  private readPiece(from: number, end: number): void {
    for (let start = this.skipSpace(from, end); start < end; start = this.skipSpace(start, end)) {
      const opening = this.nextOpening(start, end);
      if (opening > start) this.skipSyntax(this.lineOf(start), 'There is text that is no JSON object here; remove it.');
      if (opening === end) return;
      const shape = scanJson(this.bytes, opening, end);
      start = shape.end === -1 ? end : shape.end;
      this.readValue(opening, start, shape);
    }
  }

  private skipSpace(from: number, end: number): number {
    let at = from;
    while (at < end && (this.bytes[at] ?? 0) <= 32) at++;
    return at;
  }

  private nextOpening(from: number, end: number): number {
    let at = from;
    while (at < end && !isOpening(this.bytes[at])) at++;
    return at;
  }

  private lineOf(position: number): number {
    this.line += countLines(this.bytes, this.counted, position);
    this.counted = position;
    return this.line;
  }

  private textOf(start: number, end: number): string {
    const { start: offset, end: batchEnd } = this.batch;
    const isAscii = this.text.length === batchEnd - offset;
    return isAscii ? this.text.slice(start - offset, end - offset) : decodeUtf8(this.bytes.subarray(start, end));
  }

  /** Without the words of JSON.parse: these quote the text, which may be secret. */
  private skipSyntax(line: number, message: string): void {
    this.sink.skip(line, 'SYNTAX', message);
  }

  private readValue(start: number, end: number, { depth, collections, keys }: JsonShape): void {
    const line = this.lineOf(start);
    if (depth > this.limits.depth) {
      const message = `The value nests deeper than ${this.limits.depth} levels; no Kubernetes object does.`;
      this.sink.skip(line, 'TOO_DEEP', message);
      return;
    }
    if (collections > this.limits.jsonCollections) {
      const message = `The value holds ${collections} objects and lists; the limit is ${this.limits.jsonCollections}. Split it.`;
      this.sink.skip(line, 'DOCUMENT_TOO_LARGE', message);
      return;
    }
    const piece = this.textOf(start, end);
    let value: unknown;
    try {
      value = JSON.parse(piece);
    } catch {
      this.skipSyntax(line, 'The value that starts here is not JSON; mend it.');
      return;
    }
    if (countKeys(value) !== keys) {
      const repeated = walkJson(piece, value, line).repeatedKey;
      const message = `The key "${repeated?.key ?? ''}" stands twice in one object; remove one of them.`;
      this.sink.skip(repeated?.line ?? line, 'DUPLICATE_KEY', message);
      return;
    }
    this.sink.add({
      value,
      line,
      lines: piece.includes('\n') ? new JsonLines(piece, value, line) : null,
      lineIndex: 0,
    });
  }
}

/** Lines of a value over several lines, found when first asked for: JSON.parse does not tell them. */
class JsonLines implements Lines {
  private found: LineTable | undefined;

  constructor(
    private readonly text: string,
    private readonly value: unknown,
    private readonly line: number,
  ) {}

  table(): LineTable {
    return (this.found ??= walkJson(this.text, this.value, this.line).lines);
  }
}
