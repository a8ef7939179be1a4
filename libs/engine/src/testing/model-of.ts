import type { Manifest } from '../manifest/manifest.js';
import { buildModel, type ModelOptions } from '../model/build.js';
import type { ClusterModel } from '../model/model.js';

/** The model of these objects. Throws when one of them is skipped, so that a test cannot lose it. */
export function modelOf(manifests: readonly Manifest[], options: ModelOptions = {}): ClusterModel {
  const { model, skipped } = buildModel(manifests, options);
  if (skipped.length > 0) throw new Error(skipped.map(({ message }) => message).join('; '));
  return model;
}
