import type { Manifest, ObjectRef, Skipped } from './manifest.js';

/**
 * Keeps one of the manifests that are the same object (group, kind, namespace, name; the version does not count): the
 * last one, as `kubectl apply` of the same files in their order would leave it. The others are skipped.
 *
 * @param manifests sorted by file, then in the order of the file
 */
export function withoutDuplicates<M extends Manifest>(
  manifests: readonly M[],
): { readonly manifests: readonly M[]; readonly skipped: readonly Skipped[] } {
  const lastByObject = new Map<string, M>();
  for (const manifest of manifests) lastByObject.set(objectKey(manifest), manifest);
  if (lastByObject.size === manifests.length) return { manifests, skipped: [] };
  const skipped: Skipped[] = [];
  const kept = manifests.filter((manifest) => {
    const last = lastByObject.get(objectKey(manifest)) as M;
    if (last !== manifest) skipped.push(duplicateOf(manifest, last));
    return last === manifest;
  });
  return { manifests: kept, skipped };
}

/** Names an object in one snapshot. */
export const objectKey = ({ group, kind, namespace, name }: Omit<Manifest, 'locate'>): string =>
  `${group}\n${kind}\n${namespace}\n${name}`;

function duplicateOf(manifest: Manifest, last: Manifest): Skipped {
  const { kind, namespace, name, place } = manifest;
  const object: ObjectRef = { kind, namespace, name };
  const used = `${last.place.file}:${last.place.line}`;
  const message = `The object stands a second time at ${used}, which is the one that counts; remove one of them.`;
  return { ...place, reason: 'DUPLICATE_OBJECT', message, object };
}
