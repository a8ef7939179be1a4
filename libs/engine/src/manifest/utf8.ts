import { ReadProblem } from './read-problem.js';

// The one Web standard that the engine needs besides the language; the DOM's types would let in much more.
declare class TextDecoder {
  constructor(label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

export const encodeUtf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const MESSAGE = 'The text is not UTF-8; save the file as UTF-8.';

/**
 * Bytes to text with `\n` or `\r\n` at the end of each line. Throws a ReadProblem at the first line (offset in bytes)
 * that is not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    const text = decoder.decode(bytes);
    // A lone carriage return ends a line in YAML and is only space in JSON; the offsets stay the same.
    return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
  } catch {
    throw new ReadProblem('INVALID_ENCODING', MESSAGE, firstInvalidLine(bytes, decoder));
  }
}

function firstInvalidLine(bytes: Uint8Array, decoder: TextDecoder): number {
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return start;
    }
    start = end;
  }
  return 0;
}
