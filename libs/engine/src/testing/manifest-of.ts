import type { FieldPath, KubernetesObject, Manifest, Place } from '../manifest/manifest.js';

/** A manifest straight from an object. Every field is on the object's own line. */
export function manifestOf(body: KubernetesObject, place: Place = { file: 'test.yaml', line: 1 }): Manifest {
  const apiVersion = String(body.apiVersion ?? 'v1');
  const slash = apiVersion.indexOf('/');
  const metadata = (body.metadata ?? {}) as { readonly namespace?: string; readonly name?: string };
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: String(body.kind),
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    body,
    place,
    locate: (_path: FieldPath): Place => place,
  };
}
