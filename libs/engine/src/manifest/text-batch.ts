/** Bytes of one or more whole documents that lie one behind the other. */
export interface Batch {
  readonly start: number;
  readonly end: number;
  /** Where each document starts; the first is `start`. */
  readonly starts: readonly number[];
}

const BATCH_BYTES = 128 * 1024;

/**
 * Groups documents into batches: one call of the parser for each document costs twice as much, and the events of a
 * megabyte outlive the young generation, which doubles the memory of the whole process. A document larger than a batch
 * is a batch of its own.
 *
 * @param starts where each document starts, ascending
 * @param end where the last one ends
 */
export function* batchesOf(starts: Iterable<number>, end: number): Generator<Batch> {
  let batch: number[] = [];
  for (const start of starts) {
    const [first] = batch;
    if (first !== undefined && start - first >= BATCH_BYTES) {
      yield* withLargeApart(batch, start);
      batch = [];
    }
    batch.push(start);
  }
  yield* withLargeApart(batch, end);
}

function* withLargeApart(starts: readonly number[], end: number): Generator<Batch> {
  const [first] = starts;
  const last = starts[starts.length - 1];
  if (first === undefined || last === undefined) return;
  if (first === last || end - last < BATCH_BYTES) {
    yield { start: first, end, starts };
  } else {
    yield { start: first, end: last, starts: starts.slice(0, -1) };
    yield { start: last, end, starts: [last] };
  }
}

/** Whether a document is large enough to be taken apart where that is possible. */
export const isLarge = ({ start, end }: Batch): boolean => end - start >= BATCH_BYTES;

/** The documents of a batch, each as a batch of its own. */
export const singlesOf = ({ starts, end }: Batch): Batch[] =>
  starts.map((start, index) => ({ start, end: starts[index + 1] ?? end, starts: [start] }));

/** Whether one of the documents has more bytes than the limit. */
export const hasDocumentOver = (batch: Batch, documentBytes: number): boolean =>
  batch.end - batch.start > documentBytes && singlesOf(batch).some(({ start, end }) => end - start > documentBytes);

/** Line breaks in a part of a file: `\n`, `\r\n` and a lone `\r`. */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === 10) count++;
  return bytes.subarray(start, end).includes(13) ? count + countLoneReturns(bytes, start, end) : count;
}

function countLoneReturns(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === 13 && bytes[at + 1] !== 10) count++;
  return count;
}
