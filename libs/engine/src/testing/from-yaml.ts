import type { Manifest } from '../manifest/manifest.js';
import { readManifests } from '../manifest/read.js';

// Stands in Node and in browsers; the DOM's types would let in much more.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** Reads inline YAML, with real lines. Throws when anything in it is skipped, so that a test cannot lose an object. */
export function manifestsFromYaml(yaml: string, file = 'test.yaml'): readonly Manifest[] {
  const { manifests, skipped } = readManifests([{ name: file, bytes: new TextEncoder().encode(yaml) }]);
  if (skipped.length > 0)
    throw new Error(`${file}: ${skipped.map(({ line, message }) => `${line}: ${message}`).join('; ')}`);
  return manifests;
}
