const NEWLINE = 10;
const RETURN = 13;
const DASH = 45;
const DOT = 46;

/**
 * Where each document of a YAML stream starts. `---` and `...` at the start of a line end a document even inside a block
 * scalar (YAML 1.1 section 9.1, production c-forbidden), so that the text can be cut there without being parsed.
 * Comments and directives before `---` belong to the document that it opens.
 */
export function* yamlDocumentStarts(bytes: Uint8Array, from: number): Generator<number> {
  let start = from;
  yield start;
  for (let marker = nextMarker(bytes, from); marker !== -1; marker = nextMarker(bytes, marker + 3)) {
    if (bytes[marker] === DOT) start = endOfLine(bytes, marker);
    else if (isPrologue(bytes, start, marker)) continue;
    else start = marker;
    if (start < bytes.length) yield start;
  }
}

/** The next `---` or `...` that stands alone at the start of a line, or -1. */
function nextMarker(bytes: Uint8Array, from: number): number {
  // A marker is three equal bytes, so one of any three bytes in a row falls on it.
  for (let probe = from + 2; probe < bytes.length; probe += 3) {
    const byte = bytes[probe];
    if (byte !== DASH && byte !== DOT) continue;
    for (let at = Math.max(from, probe - 2); at <= probe; at++) {
      if (isMarker(bytes, at, byte)) return at;
    }
  }
  return -1;
}

function isMarker(bytes: Uint8Array, at: number, byte: number): boolean {
  if (bytes[at] !== byte || bytes[at + 1] !== byte || bytes[at + 2] !== byte) return false;
  const before = at === 0 ? NEWLINE : bytes[at - 1];
  if (before !== NEWLINE && before !== RETURN && !(at === 3 && bytes[0] === 0xef)) return false;
  const after = bytes[at + 3];
  return after === undefined || after === NEWLINE || after === RETURN || after === 32 || after === 9;
}

/** Whether only blank lines, comments and directives stand between two offsets. */
function isPrologue(bytes: Uint8Array, start: number, end: number): boolean {
  for (let line = start; line < end; line = endOfLine(bytes, line)) {
    let at = line;
    while (bytes[at] === 32 || bytes[at] === 9) at++;
    const first = bytes[at];
    const isDirective = first === 37 && at === line;
    if (first !== 35 && first !== NEWLINE && first !== RETURN && !isDirective) return false;
  }
  return true;
}

/** The offset behind the line break that ends the line. */
export function endOfLine(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === NEWLINE || (bytes[at] === RETURN && bytes[at + 1] !== NEWLINE)) return at + 1;
  }
  return bytes.length;
}
