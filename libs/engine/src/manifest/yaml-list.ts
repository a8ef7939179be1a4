import { endOfLine } from './yaml-boundaries.js';

/** A `List` in block style: where its items start, and what stands around them. */
export interface BlockList {
  readonly itemStarts: readonly number[];
  /** Behind the last item. */
  readonly itemsEnd: number;
  /** The list without its items: `items:` has nothing behind it. */
  readonly frame: Uint8Array;
}

const SPACE = 32;
const DASH = 45;
const HASH = 35;
const ITEMS = [...'items:'].map((character) => character.charCodeAt(0));

/**
 * Finds the items of a YAML document that is a list as `kubectl get -o yaml` prints it: `items:` at the start of a line,
 * then `-` at one indentation. null when it looks otherwise.
 */
export function findBlockList(bytes: Uint8Array, start: number, end: number): BlockList | null {
  const itemsLine = findItemsLine(bytes, start, end);
  if (itemsLine === -1) return null;
  const itemsStart = endOfLine(bytes, itemsLine);
  const itemStarts: number[] = [];
  let indent = -1;
  let itemsEnd = end;
  for (let line = itemsStart; line < end; line = endOfLine(bytes, line)) {
    const text = skipSpaces(bytes, line);
    const column = text - line;
    if (isBlankOrComment(bytes[text])) continue;
    const isDash = bytes[text] === DASH && isSpaceOrEnd(bytes[text + 1]);
    if (indent === -1 && isDash) indent = column;
    if (isDash && column === indent) itemStarts.push(line);
    else if (column <= indent || indent === -1) {
      itemsEnd = line;
      break;
    }
  }
  const frame = joined(bytes.subarray(start, itemsStart), bytes.subarray(itemsEnd, end));
  return itemStarts.length === 0 ? null : { itemStarts, itemsEnd, frame };
}

/** The first line that is nothing but `items:`, or -1. */
function findItemsLine(bytes: Uint8Array, start: number, end: number): number {
  for (let line = start; line < end; line = endOfLine(bytes, line)) {
    if (!ITEMS.every((byte, index) => bytes[line + index] === byte)) continue;
    const behind = skipSpaces(bytes, line + ITEMS.length);
    if (isBlankOrComment(bytes[behind])) return line;
  }
  return -1;
}

function skipSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

const isSpaceOrEnd = (byte: number | undefined): boolean => byte === undefined || byte <= SPACE;

const isBlankOrComment = (byte: number | undefined): boolean =>
  byte === undefined || byte === 10 || byte === 13 || byte === HASH;

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
