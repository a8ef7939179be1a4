import { identify } from '../manifest/identity.js';
import type { FieldPath, KubernetesObject, Manifest, Place } from '../manifest/manifest.js';

/** A manifest straight from an object; every field is on the object's own line. Throws when the object has no kind or name. */
export function manifestOf(body: KubernetesObject, place: Place = { file: 'test.yaml', line: 1 }): Manifest {
  const identity = identify(body);
  if (typeof identity === 'string') throw new Error(`${identity}: ${JSON.stringify(body)}`);
  return { ...identity, body, place, locate: (_path: FieldPath): Place => place };
}
