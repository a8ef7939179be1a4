import type { Manifest } from '../manifest/manifest.js';
import type { Definitions } from './custom/definitions.js';
import { KindChecks } from './kind-checks.js';
import { KnownKeys, metadataFaults } from './kubernetes/metadata.js';
import type { Fault } from './schema.js';

/** Says of the objects of one snapshot what a cluster would refuse of each by itself. */
export class ObjectChecks {
  readonly #kinds: KindChecks;
  readonly #keys = new KnownKeys();

  constructor(definitions: Definitions) {
    this.#kinds = new KindChecks(definitions);
  }

  /** null: nothing is wrong, or the analysis does not read the kind. */
  faultsOf(manifest: Manifest): Fault[] | null {
    const kind = this.#kinds.of(manifest.group, manifest.kind, manifest.version);
    if (kind === null) return null;
    return metadataFaults(manifest, this.#keys) ?? kind.check(manifest.body) ?? kind.rules(manifest);
  }
}
