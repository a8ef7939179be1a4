import type { Manifest, Skipped } from './manifest.js';

/** One file, one tar entry or one request body, already decompressed. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bounds that keep hostile input cheap; each has its own `Skipped` reason or error. */
export interface ReadLimits {
  readonly documentBytes: number;
  readonly depth: number;
  readonly aliasExpansions: number;
  readonly objects: number;
}

export interface ReadResult {
  readonly manifests: readonly Manifest[];
  readonly skipped: readonly Skipped[];
}

/**
 * Reads YAML (multi-document), JSON, NDJSON, `List` kinds and tar. Never throws for what a file holds: whatever is not
 * understood is in `skipped`.
 */
export function readManifests(_files: Iterable<InputFile>, _limits: Partial<ReadLimits> = {}): ReadResult {
  throw new Error('not built yet');
}
