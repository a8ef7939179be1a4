import type { Skipped } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { ManifestGroups } from './manifest-groups.js';
import type { CniSettings, MeshSettings } from './model.js';
import type { Namespaces } from './namespaces.js';

/** What every part of the model is built from. */
export interface Building {
  readonly groups: ManifestGroups;
  readonly namespaces: Namespaces;
  readonly behaviour: IstioBehaviour;
  readonly mesh: MeshSettings;
  readonly cni: CniSettings;
  /** Takes the objects that lack what their kind needs. */
  readonly skipped: Skipped[];
}
