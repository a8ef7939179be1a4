import type { Manifest } from '../manifest/manifest.js';
import { modelOfValid, type ModelOptions } from '../model/build.js';
import type { ClusterModel } from '../model/model.js';

/**
 * The model of these objects, taken as they are: a test need not write what only an API server asks for. Throws when one of them is skipped, so that
 * a test cannot lose it.
 */
export function modelOf(manifests: readonly Manifest[], options: ModelOptions = {}): ClusterModel {
  const { model, skipped } = modelOfValid(manifests, options);
  if (skipped.length > 0) throw new Error(skipped.map(({ message }) => message).join('; '));
  return model;
}
