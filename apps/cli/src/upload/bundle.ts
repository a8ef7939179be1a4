import { isAbsolute, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { extract, pack, type Pack } from 'tar-stream';
import { usageError } from '../exit-code.js';
import { inputFiles } from '../input/input-files.js';

export interface Bundle {
  /** A tar.gz; the same files give the same bytes. */
  readonly bytes: Buffer;
  readonly files: number;
}

/** Any fixed time: a bundle that is made again for another attempt must be equal. */
const NO_TIME = new Date(0);

/** Packs the files, decompressed ones and the entries of archives too, each under the path by which it was named. */
export async function bundle(paths: readonly string[], onFile: (path: string) => void): Promise<Bundle> {
  const tar = pack();
  const compressed = tar.pipe(createGzip());
  let files = 0;
  const packing = (async () => {
    for (const { name, bytes } of inputFiles(paths, onFile)) {
      for await (const file of isTar(bytes) ? entriesOf(name, bytes) : [{ name, bytes }]) {
        await add(tar, pathInside(file.name), file.bytes);
        files += 1;
      }
    }
    tar.finalize();
  })();
  packing.catch((error: Error) => compressed.destroy(error));
  const chunks: Buffer[] = [];
  for await (const chunk of compressed) chunks.push(chunk as Buffer);
  await packing;
  return { bytes: Buffer.concat(chunks), files };
}

const add = (tar: Pack, name: string, bytes: Uint8Array) =>
  new Promise<void>((done, fail) =>
    tar.entry({ name, mtime: NO_TIME, mode: 0o644 }, Buffer.from(bytes), (error) => (error ? fail(error) : done())),
  );

/** A tar archive has `ustar` at this place of its first header. */
const isTar = (bytes: Uint8Array) => Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar';

async function* entriesOf(archive: string, bytes: Uint8Array): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  try {
    for await (const entry of Readable.from([bytes]).pipe(extract())) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      if (entry.header.type === 'file') yield { name: `${archive}/${entry.header.name}`, bytes: Buffer.concat(chunks) };
    }
  } catch (error) {
    throw usageError(`Cannot read the archive ${archive}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** From the current folder when the file is below it; never absolute and never upwards. */
function pathInside(path: string): string {
  const fromHere = relative('.', resolve(path));
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? resolve(path).replace(/^(\w:)?[/\\]+/, '') : fromHere;
}
