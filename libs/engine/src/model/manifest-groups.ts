import type { Manifest } from '../manifest/manifest.js';
import { groupBy } from './group-by.js';

/** Manifests by `group/kind`. */
export interface ManifestGroups {
  of(group: string, kind: string): readonly Manifest[];
  readonly byGroupAndKind: ReadonlyMap<string, readonly Manifest[]>;
}

const NONE: readonly Manifest[] = Object.freeze([]);

export function groupManifests(manifests: readonly Manifest[]): ManifestGroups {
  const byGroupAndKind = groupBy(manifests, ({ group, kind }) => `${group}/${kind}`);
  return { of: (group, kind) => byGroupAndKind.get(`${group}/${kind}`) ?? NONE, byGroupAndKind };
}
