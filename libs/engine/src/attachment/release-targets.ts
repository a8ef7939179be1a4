import type { ClusterModel } from '../model/model.js';
import type { PolicyBase, PolicyKind } from '../model/policy.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { TargetKind } from './attaches.js';

/** Whether the release lets policies of a kind target such an object (semantics 8). */
export function knowsTarget(policy: PolicyKind, target: TargetKind, behaviour: IstioBehaviour): boolean {
  switch (target) {
    case 'ServiceEntry':
      return behaviour.serviceEntryTargets;
    case 'GatewayClass':
      return policy === 'EnvoyFilter' ? behaviour.envoyFilterClassTargets : behaviour.gatewayClassTargets;
    default:
      return true;
  }
}

/**
 * Whether a waypoint finds a policy that names a service: it looks in the root namespace and its own, and in the
 * service's as far as the release does (semantics 3.1, 8). Telemetry has rules of its own.
 */
export function isFoundFrom(
  waypointNamespace: string,
  { kind, namespace }: Pick<PolicyBase, 'kind' | 'namespace'>,
  { mesh, behaviour }: Pick<ClusterModel, 'mesh' | 'behaviour'>,
): boolean {
  if (namespace === waypointNamespace || namespace === mesh.rootNamespace) return true;
  switch (kind) {
    case 'AuthorizationPolicy':
      return behaviour.authorizationOfServiceNamespace;
    case 'RequestAuthentication':
      return behaviour.requestAuthenticationOfServiceNamespace;
    default:
      return true;
  }
}
