import { attaches } from '../attachment/attaches.js';
import { routerProxy, routerSettings } from '../attachment/router-proxy.js';
import type { ClusterModel, Gateway } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';

/** Whether waypoints evaluate policies on the tunnel too, as if they were gateways (semantics 5.5). */
export const areLayered = ({ mesh, behaviour }: ClusterModel): boolean =>
  behaviour.layeredWaypointPolicies && mesh.features['ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES'] === true;

/** Whether a waypoint holds the policy on its tunnel, where policies are layered. */
export function isOnTunnel(policy: AuthorizationPolicy, waypoint: Gateway, model: ClusterModel): boolean {
  if (policy.action === 'CUSTOM') return false;
  if (policy.namespace !== model.mesh.rootNamespace && policy.namespace !== waypoint.namespace) return false;
  return attaches(policy, routerProxy(waypoint), routerSettings(model));
}
