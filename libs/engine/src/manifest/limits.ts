/** Bounds that keep hostile input cheap. What crosses one is skipped with its own reason; the rest is still read. */
export interface ReadLimits {
  /** Bytes of one YAML document or one JSON value. A `List` counts as one document. */
  readonly documentBytes: number;
  /** Levels of nesting inside one document, aliases included. */
  readonly depth: number;
  /** Values that YAML aliases and merge keys may add in one call; a long text counts as several. */
  readonly aliasExpansions: number;
  /** Manifests of one call. */
  readonly objects: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  documentBytes: 256 * 1024 * 1024,
  depth: 100,
  aliasExpansions: 1_000_000,
  objects: 500_000,
};
