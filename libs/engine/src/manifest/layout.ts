import { canonicalBody } from './canonical-json.js';
import { objectKey } from './duplicates.js';
import type { FieldPlaces } from './field-places.js';
import { indexOfPath } from './field-lines.js';
import { identify, isRecord } from './identity.js';
import type { FieldPath, KubernetesObject, Manifest } from './manifest.js';
import { ReadManifest } from './read-manifest.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';
import { VarintReader, VarintWriter } from './varints.js';

const VERSION = 1;

/**
 * Where the objects of a snapshot and all their fields stand, as bytes to be stored beside the bodies. The same objects
 * at the same places give the same bytes, whatever their order, so that a store can address them by their digest; they
 * compress well, and an object on one line (NDJSON) takes three bytes.
 *
 * Use: receive with `readManifests` and `admit`, store `canonicalJson(body)` of each manifest and `layoutOf(manifests)`
 * of all; later give the parsed bodies (in any order, with their keys in any order, as JSONB returns them) and the bytes
 * to `restoreManifests`. Manifests must be unique by group, kind, namespace and name, as `readManifests` gives them.
 *
 * Form: version, file names as JSON, then for each object in the order of its identity: index of its file, first line
 * less that of the object before it, length of its field lines in bytes, and these: for each value of the canonical
 * body in preorder, its line less that of the value before it. Nothing when all stand on the first line.
 */
export function layoutOf(manifests: readonly Manifest[]): Uint8Array {
  const sorted = sortByIdentity(manifests.map((manifest) => ({ key: objectKey(manifest), item: manifest })));
  const files = [...new Set(manifests.map(({ place }) => place.file))].sort();
  const indexByFile = new Map(files.map((file, index) => [file, index]));
  const names = encodeUtf8(JSON.stringify(files));
  const writer = new VarintWriter();
  writer.unsigned(VERSION);
  writer.unsigned(names.length);
  writer.raw(names);
  let lineBefore = 0;
  for (const manifest of sorted) {
    const { file, line } = manifest.place;
    writer.unsigned(indexByFile.get(file) ?? 0);
    writer.signed(line - lineBefore);
    const lines = encodeLines(linesOf(manifest), line);
    writer.unsigned(lines.length);
    writer.raw(lines);
    lineBefore = line;
  }
  return writer.finish();
}

/**
 * The manifests of a stored snapshot, sorted as `readManifests` sorts them. They locate what the original manifests
 * locate, except fields that `canonicalJson` drops. Throws when bodies and layout are not of the same snapshot.
 */
export function restoreManifests(bodies: Iterable<KubernetesObject>, layout: Uint8Array): Manifest[] {
  const sorted = sortByIdentity(
    Array.from(bodies, (body) => {
      const identity = identify(body);
      if (typeof identity === 'string') throw new Error('A stored body names no object; the store is damaged.');
      return { key: objectKey(identity), item: { identity, body } };
    }),
  );
  const reader = new VarintReader(layout);
  if (reader.unsigned() !== VERSION) throw new Error('The layout was written by another version of Waymark.');
  const files = JSON.parse(decodeUtf8(reader.raw(reader.unsigned()))) as string[];
  let lineBefore = 0;
  const restored = sorted.map(({ identity, body }) => {
    if (reader.isAtEnd) throw new Error('The layout holds fewer objects than there are bodies.');
    const file = files[reader.unsigned()] ?? '';
    const line = lineBefore + reader.signed();
    lineBefore = line;
    const places = new StoredPlaces(body, line, reader.raw(reader.unsigned()));
    return new ReadManifest(identity, body, file, places);
  });
  if (!reader.isAtEnd) throw new Error('The layout holds more objects than there are bodies.');
  return restored.sort(byPlace);
}

function sortByIdentity<T>(entries: { readonly key: string; readonly item: T }[]): T[] {
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

const byPlace = (a: Manifest, b: Manifest): number =>
  a.place.file === b.place.file ? a.place.line - b.place.line : a.place.file < b.place.file ? -1 : 1;

function linesOf(manifest: Manifest): ArrayLike<number> | null {
  if (manifest instanceof ReadManifest) return manifest.places.linesOf(() => canonicalBody(manifest.body));
  const lines: number[] = [];
  collectLines(manifest, canonicalBody(manifest.body), [], lines);
  return lines;
}

function collectLines(manifest: Manifest, value: unknown, path: FieldPath, lines: number[]): void {
  lines.push(manifest.locate(path).line);
  if (Array.isArray(value)) value.forEach((item, index) => collectLines(manifest, item, [...path, index], lines));
  else if (isRecord(value)) {
    for (const key of Object.keys(value)) collectLines(manifest, value[key], [...path, key], lines);
  }
}

/** Differences from value to value; nothing when there is no difference at all. */
function encodeLines(lines: ArrayLike<number> | null, firstLine: number): Uint8Array {
  const writer = new VarintWriter();
  let before = firstLine;
  let differs = false;
  for (let index = 0; lines !== null && index < lines.length; index++) {
    const line = lines[index] ?? before;
    if (line !== before) differs = true;
    writer.signed(line - before);
    before = line;
  }
  return differs ? writer.finish() : new Uint8Array(0);
}

function decodeLines(bytes: Uint8Array, firstLine: number): Uint32Array {
  const reader = new VarintReader(bytes);
  const lines = new Uint32Array(bytes.length); // each difference takes a byte at least
  let count = 0;
  let line = firstLine;
  while (!reader.isAtEnd) lines[count++] = line += reader.signed();
  return lines.subarray(0, count);
}

/** The places of an object that came back from the store. */
class StoredPlaces implements FieldPlaces {
  private lines: Uint32Array | undefined;
  private canonical: KubernetesObject | undefined;

  constructor(
    private readonly body: KubernetesObject,
    readonly firstLine: number,
    private readonly encoded: Uint8Array,
  ) {}

  lineAt(path: FieldPath): number {
    if (this.encoded.length === 0) return this.firstLine;
    this.canonical ??= canonicalBody(this.body);
    return this.table()[indexOfPath(this.canonical, path, 0)] ?? this.firstLine;
  }

  linesOf(): Uint32Array | null {
    return this.encoded.length === 0 ? null : this.table();
  }

  private table(): Uint32Array {
    return (this.lines ??= decodeLines(this.encoded, this.firstLine));
  }
}
