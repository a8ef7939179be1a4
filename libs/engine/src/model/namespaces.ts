import type { Manifest } from '../manifest/manifest.js';
import type { Namespace } from './model.js';
import { field, labelsOf } from './narrow.js';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Namespaces by name, also those that the snapshot only mentions. */
export class Namespaces {
  private readonly known = new Map<string, Namespace>();

  constructor(manifests: readonly Manifest[]) {
    for (const manifest of manifests) this.known.set(manifest.name, namespaceFrom(manifest));
  }

  /** The namespace of that name; one without labels when the snapshot does not hold it. */
  get(name: string): Namespace {
    let namespace = this.known.get(name);
    if (namespace === undefined) {
      namespace = Object.freeze({
        name,
        labels: Object.freeze({ [NAME_LABEL]: name }),
        annotations: {},
        manifest: null,
      });
      this.known.set(name, namespace);
    }
    return namespace;
  }

  /** All of them by name, in the order of their names. */
  sorted(): ReadonlyMap<string, Namespace> {
    return new Map([...this.known].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** The API server gives every namespace the label with its name; rendered manifests do not have it yet. */
function namespaceFrom(manifest: Manifest): Namespace {
  const written = labelsOf(field(manifest.body.metadata, 'labels'));
  return Object.freeze({
    name: manifest.name,
    labels: Object.hasOwn(written, NAME_LABEL) ? written : Object.freeze({ ...written, [NAME_LABEL]: manifest.name }),
    annotations: labelsOf(field(manifest.body.metadata, 'annotations')),
    manifest,
  });
}
