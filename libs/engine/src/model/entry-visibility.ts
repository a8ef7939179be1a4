import type { IstioBehaviour } from '../version/behaviour.js';
import { selectorMatches } from './labels.js';
import type { Labels, MeshSettings, Service } from './model.js';
import { field, list } from './narrow.js';

/** Whom the mesh lets see the ServiceEntries of a namespace. */
export type Visibility = Service['visibility'];

/**
 * MeshConfig.serviceEntryVisibility: the first policy of which every rule matches the namespace, else the default
 * (Istio model/service_visibility.go VisibilityFor). A rule without a selector matches nothing; without the setting, and
 * before it existed, everybody sees everything. `exportTo` plays no part in ambient (semantics 3.8).
 */
export function visibilityIn(
  namespaceLabels: Labels,
  { serviceEntryVisibility: setting }: MeshSettings,
  behaviour: IstioBehaviour,
): Visibility {
  if (setting === undefined || !behaviour.serviceEntryVisibility) return 'PUBLIC';
  const policy = list(field(setting, 'policies')).find((candidate) =>
    list(field(candidate, 'matchingRules')).every((rule) =>
      selectorMatches(field(rule, 'namespaceSelector'), namespaceLabels),
    ),
  );
  return visibility(policy === undefined ? field(setting, 'defaultVisibility') : field(policy, 'visibility'));
}

const visibility = (written: unknown): Visibility =>
  written === 'NAMESPACE' || written === 'NONE' ? written : 'PUBLIC';
