import type { FieldPlaces } from './field-places.js';
import type { Identity } from './identity.js';
import type { FieldPath, KubernetesObject, Manifest, Place } from './manifest.js';

/** A manifest whose places are looked up when asked for. */
export class ReadManifest implements Manifest {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly #file: string;
  readonly #places: FieldPlaces;

  constructor(
    identity: Identity,
    readonly body: KubernetesObject,
    file: string,
    places: FieldPlaces,
  ) {
    this.group = identity.group;
    this.version = identity.version;
    this.kind = identity.kind;
    this.namespace = identity.namespace;
    this.name = identity.name;
    this.#file = file;
    this.#places = places;
  }

  get place(): Place {
    return { file: this.#file, line: this.#places.firstLine };
  }

  get places(): FieldPlaces {
    return this.#places;
  }

  locate(path: FieldPath): Place {
    return { file: this.#file, line: this.#places.lineAt(path) };
  }
}

/** The same object at the same places with another body. */
export function withBody(manifest: Manifest, body: KubernetesObject): Manifest {
  if (body === manifest.body) return manifest;
  if (manifest instanceof ReadManifest) return new ReadManifest(manifest, body, manifest.place.file, manifest.places);
  return { ...manifest, body, locate: (path) => manifest.locate(path) };
}
