import type { IstioBehaviour } from '../version/behaviour.js';
import type { Truthiness } from '../version/binding-history.js';
import { goBool } from '../version/istiod-features.js';
import type { Labels, MeshSettings, Namespace } from './model.js';
import { labelValue } from './narrow.js';

export const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';

interface Reading {
  readonly behaviour: IstioBehaviour;
  readonly mesh: Pick<MeshSettings, 'features'>;
}

/**
 * Whether gateways send this service's traffic through its waypoint, as far as istiod's flag and labels decide (semantics 2.6, 14.4;
 * ambient/services.go ingressUseWaypointFromLabels). The namespace's label counts when the object has none.
 */
export function ingressUseWaypoint(labels: Labels, namespace: Namespace, { behaviour, mesh }: Reading): boolean {
  if (mesh.features['ENABLE_INGRESS_WAYPOINT_ROUTING'] === false) return false;
  const own = labelValue(labels, INGRESS_USE_WAYPOINT);
  if (own !== undefined) return isTrue(own, behaviour.ingressUseWaypointOnService);
  const inherited = labelValue(namespace.labels, INGRESS_USE_WAYPOINT);
  return inherited !== undefined && isTrue(inherited, behaviour.ingressUseWaypointOnNamespace);
}

function isTrue(value: string, truthiness: Truthiness): boolean {
  switch (truthiness) {
    case 'NEVER':
      return false;
    case 'EXACT_TRUE':
      return value === 'true';
    case 'TRUE_IN_ANY_CASE':
      return value.toLowerCase() === 'true';
    case 'GO_BOOL':
      return goBool(value) === true;
  }
}
