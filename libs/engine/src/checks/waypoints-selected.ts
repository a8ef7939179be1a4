import type { ClusterModel } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { Policy } from '../model/policy.js';
import { GATEWAY_NAME } from '../model/waypoint-reference.js';
import { selectWorkloads } from '../model/workload-index.js';

/** Policies whose selector fits the pods of one waypoint and nothing else, with its `namespace/name`. */
export function waypointsSelected({ model }: { readonly model: ClusterModel }): ReadonlyMap<Policy, string> {
  const selected = new Map<Policy, string>();
  for (const policy of model.policies) {
    const waypoint = waypointSelected(model, policy);
    if (waypoint !== null) selected.set(policy, waypoint);
  }
  return selected;
}

function waypointSelected(model: ClusterModel, { selector, targetRefs, namespace, kind }: Policy): string | null {
  const matchLabels = selector?.matchLabels ?? {};
  if (targetRefs.length > 0 || kind === 'PeerAuthentication' || Object.keys(matchLabels).length === 0) return null;
  const name = labelValue(matchLabels, GATEWAY_NAME);
  if (name !== undefined) {
    // Rendered manifests have no pods of the waypoint yet.
    const gateway = model.gatewaysByName.get(`${namespace}/${name}`);
    return gateway?.role === 'WAYPOINT' ? `${namespace}/${name}` : null;
  }
  const selected = selectWorkloads(model, namespace === model.mesh.rootNamespace ? null : namespace, matchLabels);
  const gateway = selected[0]?.gateway;
  const isWaypoint = gateway?.role === 'WAYPOINT' && selected.every((workload) => workload.gateway === gateway);
  return isWaypoint ? `${gateway.namespace}/${gateway.name}` : null;
}
