import type { ClusterModel } from '../model/model.js';
import type { AuthorizationPolicy, TargetRef } from '../model/policy.js';
import { dryRunMode } from '../ztunnel/dry-run.js';
import { ztunnelField } from '../ztunnel/fields.js';
import { TargetIndex } from './target-index.js';

/** A status condition that istiod writes on an AuthorizationPolicy (semantics 3.9). It is laxer than enforcement. */
export interface PolicyCondition {
  readonly type: 'WaypointAccepted' | 'ZtunnelAccepted';
  readonly status: 'True' | 'False';
  readonly reason:
    | 'Accepted'
    | 'PartiallyInvalid'
    | 'Invalid'
    | 'TargetNotFound'
    | 'AncestorNotBound'
    | 'UnsupportedValue'
    | 'unknown';
}

/** The conditions of every AuthorizationPolicy that has any, sorted by type. */
export function policyConditions(model: ClusterModel): ReadonlyMap<AuthorizationPolicy, readonly PolicyCondition[]> {
  const targets = new TargetIndex(model);
  const written = new Map<AuthorizationPolicy, readonly PolicyCondition[]>();
  if (!model.behaviour.policyConditions || model.mesh.features['AMBIENT_ENABLE_STATUS'] === false) return written;
  for (const policy of model.policies) {
    if (policy.kind !== 'AuthorizationPolicy') continue;
    const conditions = [waypointAccepted(policy, model, targets), ztunnelAccepted(policy, model)];
    const present = conditions.filter((condition) => condition !== null);
    if (present.length > 0) written.set(policy, present);
  }
  return written;
}

/** Istio ambient/authorization.go convertAuthorizationPolicy: dry run is looked at before targetRefs. */
function ztunnelAccepted(policy: AuthorizationPolicy, model: ClusterModel): PolicyCondition | null {
  const type = 'ZtunnelAccepted';
  if (policy.dryRun && dryRunMode(model) === 'NOT_SENT') {
    return model.behaviour.dryRunStatusAtZtunnel ? { type, status: 'False', reason: 'UnsupportedValue' } : null;
  }
  if (policy.targetRefs.length > 0) return null;
  if (policy.action !== 'ALLOW' && policy.action !== 'DENY') {
    return { type, status: 'False', reason: 'UnsupportedValue' };
  }
  const needsHttp = policy.rules.some(({ fields }) => fields.some((f) => ztunnelField(f) === 'L7'));
  return { type, status: 'True', reason: needsHttp ? 'UnsupportedValue' : 'Accepted' };
}

/** Istio ambient/policies.go WaypointPolicyStatusCollection and model/service.go flattenConditions. */
function waypointAccepted(
  { targetRefs, namespace }: AuthorizationPolicy,
  model: ClusterModel,
  targets: TargetIndex,
): PolicyCondition | null {
  const type = 'WaypointAccepted';
  const reasons = targetRefs.map((ref) => reasonOf(ref, ref.namespace || namespace, model, targets));
  const [only] = reasons;
  if (only === undefined) return null;
  const accepted = reasons.filter((reason) => reason === 'Accepted').length;
  const status = accepted > 0 ? 'True' : 'False';
  if (reasons.length === 1) return { type, status, reason: only };
  if (accepted === reasons.length) return { type, status, reason: 'Accepted' };
  return { type, status, reason: accepted > 0 ? 'PartiallyInvalid' : 'Invalid' };
}

// Only the kind is compared, never the group.
function reasonOf(
  { kind, name }: TargetRef,
  namespace: string,
  model: ClusterModel,
  targets: TargetIndex,
): PolicyCondition['reason'] {
  switch (kind) {
    case 'GatewayClass': {
      if (!model.behaviour.gatewayClassConditions) return 'unknown';
      if (namespace !== model.mesh.rootNamespace) return 'Invalid';
      const gatewayClass = model.gatewayClasses.get(name);
      if (gatewayClass === undefined) return 'TargetNotFound';
      return gatewayClass.controllerName === 'istio.io/mesh-controller' ? 'Accepted' : 'Invalid';
    }
    case 'Gateway': {
      const gateway = model.gatewaysByName.get(`${namespace}/${name}`);
      return gateway === undefined || gateway.ready === 'NOT_READY' ? 'TargetNotFound' : 'Accepted';
    }
    case 'Service':
    case 'ServiceEntry': {
      const [service] = targets.servicesNamed(kind, namespace, name);
      if (service === undefined) return 'TargetNotFound';
      return service.binding.waypoint === null ? 'AncestorNotBound' : 'Accepted';
    }
    default:
      return 'unknown';
  }
}
