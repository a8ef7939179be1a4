import type { ReadLimits } from './limits.js';
import { scanJson } from './json-scan.js';
import { decodeUtf8 } from './utf8.js';

const NEWLINE = 10;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;

export const isOpening = (byte: number | undefined): boolean => byte === OPEN_BRACE || byte === OPEN_BRACKET;

/**
 * Where the values of a stream start: at each line that begins with a bracket, because printers indent what is inside a
 * value. So a value that never ends spoils nothing but itself. A file that is one valid value in spite of such lines
 * (a list with an item on each line) is taken for one.
 */
export function* jsonValueStarts(bytes: Uint8Array, from: number, limits: ReadLimits): Generator<number> {
  yield from;
  const firstEnd = endOfSpreadValue(bytes, from, limits);
  for (let newline = bytes.indexOf(NEWLINE, firstEnd); newline !== -1; newline = bytes.indexOf(NEWLINE, newline + 1)) {
    if (isOpening(bytes[newline + 1])) yield newline + 1;
  }
}

/** Behind the first value when it goes over a line that begins with a bracket and is valid; else where it starts. */
function endOfSpreadValue(bytes: Uint8Array, from: number, limits: ReadLimits): number {
  const { end, collections } = scanJson(bytes, from, bytes.length);
  if (end === -1 || !hasBracketAtLineStart(bytes, from, end)) return from;
  if (end - from > limits.documentBytes || collections > limits.jsonCollections) return from;
  try {
    JSON.parse(decodeUtf8(bytes.subarray(from, end)));
    return end;
  } catch {
    return from;
  }
}

function hasBracketAtLineStart(bytes: Uint8Array, from: number, end: number): boolean {
  for (let newline = bytes.indexOf(NEWLINE, from); newline !== -1 && newline < end;) {
    if (isOpening(bytes[newline + 1])) return true;
    newline = bytes.indexOf(NEWLINE, newline + 1);
  }
  return false;
}
