/** Names one Kubernetes object inside a cluster. `namespace` is '' for cluster-scoped kinds. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A plain Kubernetes object as it was written. Values are untrusted: every reader narrows before use. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly [field: string]: unknown;
}

/** Path into an object, e.g. ['spec', 'rules', 0, 'to', 0, 'operation', 'paths']. */
export type FieldPath = readonly (string | number)[];

/** A place a person can open. `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One Kubernetes object with the place it came from. */
export interface Manifest {
  /** API group without the version: '' for core, 'security.istio.io', … */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: KubernetesObject;
  /** First line of the object. */
  readonly place: Place;
  /**
   * The line of a field, found lazily by scanning this object's text again; a path that does not exist answers
   * the place of its nearest existing parent.
   */
  locate(path: FieldPath): Place;
}

/** Why something in the input did not become a manifest, or takes no part in the analysis. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  /** Stable: part of the JSON output. */
  readonly reason:
    | 'SYNTAX'
    | 'NOT_AN_OBJECT'
    | 'MISSING_KIND'
    | 'MISSING_NAME'
    | 'DUPLICATE_KEY'
    | 'DUPLICATE_OBJECT'
    | 'TOO_DEEP'
    | 'TOO_MANY_ALIASES'
    | 'DOCUMENT_TOO_LARGE'
    | 'TOO_MANY_OBJECTS'
    | 'INVALID_ENCODING'
    | 'UNSUPPORTED_FILE'
    | 'DAMAGED_ARCHIVE'
    | 'UNSUPPORTED_KIND'
    | 'SECRET'
    | 'INVALID_OBJECT'
    | 'UNSUPPORTED_RULE';
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
  readonly object?: ObjectRef;
  /** The field that is wrong, as a dotted path: `spec.rules[0].from`. */
  readonly field?: string;
}
