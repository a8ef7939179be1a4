/** Bounds that keep hostile input cheap. What crosses one is skipped with its own reason; the rest is still read. */
export interface ReadLimits {
  /** Bytes of one JSON value or one YAML document; of a `List` in block YAML, bytes of one item. */
  readonly documentBytes: number;
  /** The same for YAML alone, whose parser needs up to ninety bytes of memory for a byte of text. */
  readonly yamlDocumentBytes: number;
  /** Objects and arrays in one JSON value: empty ones take ten times the memory of their text. */
  readonly jsonCollections: number;
  /** Levels of nesting inside one document, aliases included. */
  readonly depth: number;
  /** Values that YAML aliases and merge keys may add in one call; a long text counts as several. */
  readonly aliasExpansions: number;
  /** Manifests of one call. */
  readonly objects: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  documentBytes: 128 * 1024 * 1024,
  yamlDocumentBytes: 8 * 1024 * 1024,
  jsonCollections: 4_000_000,
  depth: 100,
  aliasExpansions: 1_000_000,
  objects: 500_000,
};
