import { withoutDuplicates } from './duplicates.js';
import { hasManifestName, recognise } from './file-format.js';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.js';
import type { Manifest, Skipped } from './manifest.js';
import { readJson } from './read-json.js';
import { readTar } from './read-tar.js';
import { readYaml } from './read-yaml.js';
import { Reading } from './reading.js';
import { AliasBudget } from './yaml-anchors.js';

/** One file, one tar entry or one request body, already decompressed. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** An archive that has no name of its own, such as a request body: its files are named by their path in it alone. */
  readonly unnamed?: boolean;
}

export interface ReadResult {
  /** Sorted by file name, and in each file as written. */
  readonly manifests: readonly Manifest[];
  /** Sorted by file name and line. */
  readonly skipped: readonly Skipped[];
}

/**
 * Reads YAML (multi-document), JSON, NDJSON, `List` kinds and tar. Never throws for what a file holds: whatever is not
 * understood is in `skipped`. The order of the files does not matter. A file of an archive is named
 * `archive.tar/path/in/it`. Compressed bytes are the caller's to unpack.
 */
export function readManifests(files: Iterable<InputFile>, limits: Partial<ReadLimits> = {}): ReadResult {
  const allLimits = { ...DEFAULT_LIMITS, ...limits };
  const reading = new Reading(allLimits);
  const budget = new AliasBudget(allLimits.aliasExpansions);
  const texts = [...files].flatMap((file) => unpack(file, reading));
  for (const { name, bytes } of texts.sort(byName)) {
    if (reading.full) break;
    const recognised = recognise(name, bytes);
    const sink = reading.sinkFor(name);
    if (recognised.format === 'YAML') readYaml(bytes, recognised.start, allLimits, budget, sink);
    else if (recognised.format === 'JSON') readJson(bytes, recognised.start, allLimits, sink);
    else if (recognised.format === 'UNREADABLE') sink.skip(1, recognised.reason, recognised.message);
    else sink.skip(1, 'UNSUPPORTED_FILE', 'An archive inside an archive is not read; unpack it.');
  }
  const { manifests, skipped } = withoutDuplicates(reading.manifests);
  return { manifests, skipped: [...reading.skipped, ...skipped].sort(byPlace) };
}

/** The manifest files of an archive; any other file stays what it is. */
function unpack(file: InputFile, reading: Reading): InputFile[] {
  if (recognise(file.name, file.bytes).format !== 'TAR') return [file];
  const { files, unread, damagedAt } = readTar(file.bytes);
  const sink = reading.sinkFor(file.name);
  const skip = (message: string) => sink.skip(1, 'UNSUPPORTED_FILE', message);
  if (damagedAt !== null) {
    sink.skip(1, 'DAMAGED_ARCHIVE', `The archive is damaged or cut off at byte ${damagedAt}; pack it again.`);
  }
  const links = unread.filter(hasManifestName);
  if (links.length > 0) skip(`The archive has ${links.length} links, such as ${links[0]}; pack the files themselves.`);
  const others = files.filter(({ name }) => !hasManifestName(name));
  if (others.length > 0)
    skip(`The archive has ${others.length} files that are not YAML or JSON, such as ${others[0]?.name}.`);
  return files
    .filter(({ name }) => hasManifestName(name))
    .map(({ name, bytes }) => ({ name: file.unnamed ? name : `${file.name}/${name}`, bytes }));
}

/** Files of one name are told apart by their bytes, so that their order does not matter either. */
const byName = (a: InputFile, b: InputFile): number => compare(a.name, b.name) || compareBytes(a.bytes, b.bytes);

const byPlace = (a: Skipped, b: Skipped): number =>
  compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  }
  return a.length - b.length;
}

export type { ReadLimits };
