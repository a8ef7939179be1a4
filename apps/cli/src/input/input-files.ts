import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { InputFile } from '@waymark/engine';
import { usageError } from '../exit-code.js';
import { STANDARD_INPUT, unreadable } from './manifest-paths.js';

/** The largest file once decompressed: a few kilobytes of gzip can unfold to more than the memory holds. */
const LARGEST_FILE_BYTES = 512 * 1024 ** 2;
export const STANDARD_INPUT_NAME = 'stdin';

/** Reads the files one after the other, when they are asked for, so that only one stands in memory at a time. */
export function* inputFiles(paths: readonly string[], onFile: (path: string) => void = () => {}): Generator<InputFile> {
  for (const path of paths) {
    onFile(path);
    yield decompressed(nameOf(path), bytesOf(path));
  }
}

/** The name by which places in this file are reported. */
export const nameOf = (path: string): string => (path === STANDARD_INPUT ? STANDARD_INPUT_NAME : path);

export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path === STANDARD_INPUT ? 0 : path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_FS_FILE_TOO_LARGE') throw tooLarge(nameOf(path));
    throw unreadable(nameOf(path), error);
  }
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function decompressed(name: string, bytes: Buffer): InputFile {
  if (!isGzip(bytes)) return { name, bytes };
  try {
    return { name: withoutGzipEnding(name), bytes: gunzipSync(bytes, { maxOutputLength: LARGEST_FILE_BYTES }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(name);
    throw usageError(`Cannot decompress ${name}: ${message}. Is the file complete?`);
  }
}

const withoutGzipEnding = (name: string) => name.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');

const tooLarge = (name: string) =>
  usageError(`${name} is larger than 512 MiB. Pass the manifests of one cluster in parts.`);
