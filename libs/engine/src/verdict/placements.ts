import type { ResolvedTarget, Target, UnresolvedReason } from '../attachment/target-index.js';
import { targetKind } from '../attachment/attaches.js';
import { isFoundFrom } from '../attachment/release-targets.js';
import type { Effect, Fact } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway, Service } from '../model/model.js';
import type { PolicyBase, TargetRef } from '../model/policy.js';
import type { Context } from './context.js';
import type { Placement } from './waypoint-reach.js';

/** Where one targetRef puts a policy, with the reasons. */
export interface Attached {
  readonly placements: readonly Placement[];
  /** Gateways that are routers, and east-west gateways. */
  readonly routers: readonly Gateway[];
  readonly facts: readonly Fact[];
}

/** Why one targetRef puts it nowhere. */
export interface Unattached {
  readonly effect: Effect;
  readonly targets: readonly ObjectRef[];
  readonly facts: readonly Fact[];
}

export interface Placed {
  readonly attached: readonly Attached[];
  readonly unattached: readonly Unattached[];
}

/** Which proxies hold a policy by its targetRefs (semantics 3.1, 3.2). */
export function placementsOf(policy: PolicyBase, context: Context): Placed {
  const attached: Attached[] = [];
  const unattached: Unattached[] = [];
  for (const resolved of context.targets.resolve(policy)) {
    for (const result of place(policy, resolved, context)) {
      if ('effect' in result) unattached.push(result);
      else attached.push(result);
    }
  }
  return { attached, unattached };
}

function place(
  policy: PolicyBase,
  { ref, index, target }: ResolvedTarget,
  context: Context,
): (Attached | Unattached)[] {
  const at = refPath(policy, index);
  switch (target.kind) {
    case 'SERVICE':
      return target.services.map((service) => placeService(policy, at, service, context));
    case 'GATEWAY':
      return [placeGateway(policy, at, target.gateway, context)];
    case 'WAYPOINT_CLASS':
      return [placeClass(policy, at, context)];
    case 'NONE':
      return [elsewhere(policy, at, ref, context) ?? unresolved(policy, at, ref, target)];
  }
}

function refPath({ manifest }: PolicyBase, index: number): FieldPath {
  const spec = manifest.body.spec as { readonly targetRefs?: unknown } | undefined;
  const plural = Array.isArray(spec?.targetRefs) && spec.targetRefs.length > 0;
  return plural ? ['spec', 'targetRefs', index] : ['spec', 'targetRef'];
}

function placeService(policy: PolicyBase, at: FieldPath, service: Service, context: Context): Attached | Unattached {
  const { kind, namespace, name, binding } = service;
  const named = factAt(policy.manifest, at, `It targets ${kind} ${namespace}/${name}.`);
  const { waypoint, canary } = binding;
  if (policy.kind === 'EnvoyFilter') {
    const fact = 'Istio matches an EnvoyFilter against proxies, never against services: name the Gateway instead.';
    return { effect: 'NOT_ATTACHED', targets: [refOf(service)], facts: [named, factAt(policy.manifest, at, fact)] };
  }
  if (waypoint === null) {
    const fact = 'No waypoint is in force there, and ztunnel does not read policies with targetRefs.';
    const facts = [named, ...context.bindingFacts(service), factAt(policy.manifest, at, fact)];
    return { effect: 'TARGET_NOT_BOUND', targets: [refOf(service)], facts };
  }
  const waypoints = canary === null ? [waypoint] : [waypoint, canary.waypoint];
  const all = waypoints.filter(({ role }) => role === 'WAYPOINT');
  const envoys = all.filter((envoy) => isFoundFrom(envoy.namespace, policy, context.model));
  const facts = [named, ...context.bindingFacts(service)];
  if (envoys.length < all.length && envoys.length === 0) {
    const fact = `A waypoint of this Istio release reads no ${policy.kind} of the services' namespaces, only those of its own.`;
    return { effect: 'NOT_ATTACHED', targets: [refOf(service)], facts: [...facts, factAt(policy.manifest, at, fact)] };
  }
  if (envoys.length > 0) {
    const placements = envoys.map((envoy) => context.waypoints.serviceAt(envoy, service));
    return { placements, routers: [], facts };
  }
  return { effect: 'NOT_ATTACHED', targets: [refOf(service)], facts: [...facts, notForServices(waypoint)] };
}

const IMPLEMENTATIONS: Readonly<Partial<Record<Gateway['role'], string>>> = {
  AGENTGATEWAY_WAYPOINT: 'is an agentgateway, which evaluates no Istio policy.',
  REMOTE: 'stands for a gateway elsewhere; what that one evaluates is decided by its own control plane.',
  SANDWICH: 'is a gateway in a sandwich, which evaluates policies that target the Gateway, never a Service.',
  GATEWAY: 'is an ingress gateway, which evaluates policies that target the Gateway, never a Service.',
  EASTWEST: 'is an east-west gateway, which applies no policy of a Service.',
};

const notForServices = ({ manifest, namespace, name, role }: Gateway): Fact =>
  factAt(
    manifest,
    ['spec', 'gatewayClassName'],
    `Gateway ${namespace}/${name} ${IMPLEMENTATIONS[role] ?? 'does not evaluate it.'}`,
  );

function placeGateway(policy: PolicyBase, at: FieldPath, gateway: Gateway, context: Context): Attached | Unattached {
  const { namespace, name, role } = gateway;
  const named = factAt(policy.manifest, at, `It targets Gateway ${namespace}/${name}.`);
  if (role === 'GATEWAY' || role === 'SANDWICH') return { placements: [], routers: [gateway], facts: [named] };
  const targets = [refOf(gateway.manifest)];
  if (role === 'EASTWEST') {
    if (isMultiNetwork(context)) return { placements: [], routers: [gateway], facts: [named] };
    return { effect: 'NOT_ATTACHED', targets, facts: [named, notServed(gateway)] };
  }
  if (role !== 'WAYPOINT') return { effect: 'NOT_ATTACHED', targets, facts: [named, notForServices(gateway)] };
  const placements = context.waypoints.targetedBy(policy.namespace, name);
  if (placements.length > 0) return { placements, routers: [], facts: [named] };
  return { effect: 'BYPASSED', targets, facts: [named, ...unusedFacts(gateway)] };
}

const isMultiNetwork = ({ model }: Context): boolean => model.mesh.features['AMBIENT_ENABLE_MULTI_NETWORK'] === true;

const notServed = ({ manifest, className }: Gateway): Fact =>
  factAt(
    manifest,
    ['spec', 'gatewayClassName'],
    `istiod serves class ${className} only with AMBIENT_ENABLE_MULTI_NETWORK=true.`,
  );

// Before 1.25 a waypoint of another namespace with the same name could be hit (semantics 14.24).
function elsewhere(policy: PolicyBase, at: FieldPath, ref: TargetRef, { model, waypoints }: Context): Attached | null {
  if (targetKind(ref) !== 'Gateway' || model.behaviour.gatewayTargetsCountIn !== 'SERVICE_NAMESPACE') return null;
  const placements = waypoints.targetedBy(policy.namespace, ref.name);
  if (placements.length === 0) return null;
  const fact = `It names Gateway ${ref.name}: this Istio release takes any waypoint of that name for the services of namespace ${policy.namespace}.`;
  return { placements, routers: [], facts: [factAt(policy.manifest, at, fact)] };
}

function unusedFacts({ manifest, namespace, name, ready }: Gateway): readonly Fact[] {
  const waypoint = `waypoint ${namespace}/${name}`;
  const unused = factAt(manifest, [], `No service and no workload is bound to ${waypoint}, so no traffic crosses it.`);
  if (ready !== 'NOT_READY') return [unused];
  return [factAt(manifest, ['status', 'addresses'], 'The Gateway has no address yet, so it counts as absent.'), unused];
}

function placeClass(policy: PolicyBase, at: FieldPath, context: Context): Attached | Unattached {
  const named = factAt(
    policy.manifest,
    at,
    'It targets GatewayClass istio-waypoint: every Envoy waypoint of the cluster.',
  );
  const placements = context.waypoints.all
    .map((waypoint) => context.waypoints.wholeOf(waypoint))
    .filter(({ services, workloads }) => services.length > 0 || workloads.length > 0);
  const routers = isMultiNetwork(context) ? context.model.gateways.filter(({ role }) => role === 'EASTWEST') : [];
  if (placements.length > 0 || routers.length > 0) return { placements, routers, facts: [named] };
  const fact = factAt(policy.manifest, at, 'No Envoy waypoint of the cluster has traffic.');
  return { effect: context.waypoints.all.length > 0 ? 'BYPASSED' : 'NOT_ATTACHED', targets: [], facts: [named, fact] };
}

function unresolved(
  policy: PolicyBase,
  at: FieldPath,
  ref: TargetRef,
  { reason }: Target & { readonly kind: 'NONE' },
): Unattached {
  const namespace = ref.kind === 'GatewayClass' ? '' : ref.namespace || policy.namespace;
  const facts = [factAt(policy.manifest, at, explain(reason, ref, policy))];
  const effect = reason === 'NOT_FOUND' || reason === 'OTHER_NAMESPACE' ? 'TARGET_NOT_FOUND' : 'NOT_ATTACHED';
  return { effect, targets: [{ kind: ref.kind, namespace, name: ref.name }], facts };
}

function explain(reason: UnresolvedReason, { group, kind, name, namespace }: TargetRef, policy: PolicyBase): string {
  switch (reason) {
    case 'NOT_FOUND':
      return `There is no ${kind} ${name} in namespace ${policy.namespace}; a policy reaches targets of its own namespace only.`;
    case 'OTHER_NAMESPACE':
      return `It names ${kind} ${name} in namespace ${namespace}; a policy reaches targets of its own namespace only.`;
    case 'UNKNOWN_TO_RELEASE':
      return `In this Istio release a policy of kind ${policy.kind} cannot target a ${kind}.`;
    case 'WRONG_KIND':
      return `Istio knows no target of group ${JSON.stringify(group)} and kind ${kind}.`;
    case 'CLASS_OUTSIDE_ROOT_NAMESPACE':
      return 'A GatewayClass target counts in the root namespace only.';
    case 'CLASS_WITH_OTHER_NAME':
      return `Of all GatewayClasses only istio-waypoint can be a target, not ${name}.`;
  }
}
