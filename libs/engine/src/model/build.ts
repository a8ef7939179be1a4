import type { Manifest, Skipped } from '../manifest/manifest.js';
import type { ClusterModel } from './model.js';

export interface ModelOptions {
  /** Used when the snapshot does not tell its own Istio version, e.g. '1.28.2'. */
  readonly istioVersion?: string;
}

export interface ModelResult {
  readonly model: ClusterModel;
  /** Objects that take no part: duplicates, objects without the fields that their kind needs. */
  readonly skipped: readonly Skipped[];
}

/** Manifests of one cluster, in any order, to its model. */
export function buildModel(_manifests: readonly Manifest[], _options: ModelOptions = {}): ModelResult {
  throw new Error('not built yet');
}
