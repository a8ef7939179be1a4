import { decodeUtf8 } from './utf8.js';

// The tar libraries of npm are asynchronous streams, or (nanotar) read neither the prefix of ustar names nor pax values
// with a space; the engine is a synchronous function. Formats: POSIX.1-2024 pax, GNU tar manual "Basic Tar Format".

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TarContent {
  readonly files: readonly TarFile[];
  /** Names of links, sparse files and devices. */
  readonly unread: readonly string[];
  /** Where the archive stops making sense; null when it is whole. */
  readonly damagedAt: number | null;
}

const BLOCK = 512;

/** Whether the bytes begin with a tar header: its checksum leaves no doubt. */
export const isTar = (bytes: Uint8Array): boolean =>
  bytes.length >= BLOCK && bytes[0] !== 0 && hasValidChecksum(bytes.subarray(0, BLOCK));

/** The regular files of a tar archive (v7, ustar, pax, GNU long names), without unpacking anything to disk. */
export function readTar(bytes: Uint8Array): TarContent {
  const files: TarFile[] = [];
  const unread: string[] = [];
  let overrides: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (header.length < BLOCK || !hasValidChecksum(header)) return { files, unread, damagedAt: at };
    const size = overrides.size ?? numberAt(header, 124, 12);
    const start = at + BLOCK;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.length) return { files, unread, damagedAt: at };
    const content = bytes.subarray(start, start + size);
    const type = String.fromCharCode(header[156] ?? 0);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x') overrides = { ...overrides, ...paxOverrides(content) };
    else if (type === 'L') overrides = { ...overrides, path: textOf(content) };
    else if (!'gKVDN'.includes(type)) {
      const name = (overrides.path ?? nameOf(header)).replace(/^(\.?\/)+/, '');
      overrides = {};
      if ('0\x007'.includes(type) && !name.endsWith('/')) files.push({ name, bytes: content });
      else if (type !== '5' && !name.endsWith('/')) unread.push(name);
    }
  }
  return { files, unread, damagedAt: null };
}

/** The sum of the header's bytes with its checksum field as spaces; old writers summed signed bytes. */
function hasValidChecksum(header: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= 148 && at < 156 ? 32 : (header[at] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const written = numberAt(header, 148, 8);
  return written === unsigned || written === signed;
}

/** Octal digits, or GNU's base 256 when the first bit is set. NaN when it is neither. */
function numberAt(header: Uint8Array, offset: number, length: number): number {
  const field = header.subarray(offset, offset + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.reduce((value, byte, index) => value * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  }
  const digits = textOf(field).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : NaN;
}

function nameOf(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = textOf(header.subarray(257, 263)) === 'ustar' && header[263] === 48;
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of the form `LENGTH KEY=VALUE\n`, where the length counts the whole record in bytes. */
function paxOverrides(content: Uint8Array): { path?: string; size?: number } {
  const overrides: { path?: string; size?: number } = {};
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(32, at);
    const length = space === -1 ? NaN : Number(textOf(content.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at) break;
    const record = textOf(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (record.startsWith('path=')) overrides.path = record.slice(equals + 1);
    if (record.startsWith('size=')) overrides.size = Number(record.slice(equals + 1));
    at += length;
  }
  return overrides;
}

/** Text up to the first NUL; names that are not UTF-8 are read as Latin-1. */
function textOf(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  const text = nul === -1 ? bytes : bytes.subarray(0, nul);
  try {
    return decodeUtf8(text);
  } catch {
    return Array.from(text, (byte) => String.fromCharCode(byte)).join('');
  }
}
