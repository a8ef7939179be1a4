import type { Lines } from './document-sink.js';
import { indexOfPath } from './field-lines.js';
import type { Identity } from './identity.js';
import type { FieldPath, KubernetesObject, Manifest, Place } from './manifest.js';

/** Where an object stands in what was read. */
export interface Origin {
  readonly file: string;
  /** The object as it was written, which is what the lines are about; the body may differ from it. */
  readonly written: unknown;
  /** null when the whole object stands on one line. */
  readonly lines: Lines | null;
  /** Index of the object in the line table. */
  readonly index: number;
  /** The line, when `lines` is null. */
  readonly line: number;
}

/** A manifest whose places are looked up when asked for. */
export class ReadManifest implements Manifest {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly #origin: Origin;

  constructor(
    identity: Identity,
    readonly body: KubernetesObject,
    origin: Origin,
  ) {
    this.group = identity.group;
    this.version = identity.version;
    this.kind = identity.kind;
    this.namespace = identity.namespace;
    this.name = identity.name;
    this.#origin = origin;
  }

  get place(): Place {
    return this.#placeAt(this.#origin.index);
  }

  locate(path: FieldPath): Place {
    const { written, lines, index } = this.#origin;
    return this.#placeAt(lines === null ? index : indexOfPath(written, path, index));
  }

  /** The same object at the same places with another body: of what it no longer holds, the nearest parent is located. */
  withBody(body: KubernetesObject): ReadManifest {
    return new ReadManifest(this, body, this.#origin);
  }

  get origin(): Origin {
    return this.#origin;
  }

  #placeAt(index: number): Place {
    const { file, lines, line } = this.#origin;
    return { file, line: lines?.table()[index] ?? line };
  }
}
