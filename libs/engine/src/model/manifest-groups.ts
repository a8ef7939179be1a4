import type { Manifest } from '../manifest/manifest.js';

/** Manifests by `group/kind`. */
export interface ManifestGroups {
  of(group: string, kind: string): readonly Manifest[];
  readonly byGroupAndKind: ReadonlyMap<string, readonly Manifest[]>;
}

const NONE: readonly Manifest[] = Object.freeze([]);

export function groupManifests(manifests: readonly Manifest[]): ManifestGroups {
  const byGroupAndKind = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const groupAndKind = `${manifest.group}/${manifest.kind}`;
    const group = byGroupAndKind.get(groupAndKind);
    if (group === undefined) byGroupAndKind.set(groupAndKind, [manifest]);
    else group.push(manifest);
  }
  return { of: (group, kind) => byGroupAndKind.get(`${group}/${kind}`) ?? NONE, byGroupAndKind };
}
