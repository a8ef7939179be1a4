import type { Identity } from './identity.js';
import type { Manifest, ObjectRef, Skipped } from './manifest.js';

/**
 * Keeps one of the manifests that are the same object (group, kind, namespace, name; the version does not count): the
 * first one, as an API server that refuses to create an object twice. The others are skipped.
 *
 * @param manifests sorted by file, then in the order of the file
 */
export function withoutDuplicates<M extends Manifest>(
  manifests: readonly M[],
): { readonly manifests: readonly M[]; readonly skipped: readonly Skipped[] } {
  const firstByObject = new Map<string, M>();
  const skipped: Skipped[] = [];
  for (const manifest of manifests) {
    const key = objectKey(manifest);
    const first = firstByObject.get(key);
    if (first === undefined) firstByObject.set(key, manifest);
    else skipped.push(duplicateOf(manifest, first));
  }
  return { manifests: skipped.length === 0 ? manifests : [...firstByObject.values()], skipped };
}

/** Names an object in one snapshot. */
export const objectKey = ({ group, kind, namespace, name }: Pick<Identity, 'group' | keyof ObjectRef>): string =>
  `${group}\n${kind}\n${namespace}\n${name}`;

function duplicateOf({ kind, namespace, name, place }: Manifest, first: Manifest): Skipped {
  const object = { kind, namespace, name };
  const message =
    `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} was already read from ` +
    `${first.place.file}:${first.place.line}, which counts; remove one of the two.`;
  return { ...place, reason: 'DUPLICATE_OBJECT', message, object };
}
