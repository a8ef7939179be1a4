import type { Labels, Service } from '../model/model.js';
import type { PolicyBase, TargetRef } from '../model/policy.js';

/** What decides whether a policy attaches to an Envoy proxy, for the chain of one service or the proxy as a whole. */
export interface EnvoyProxy {
  readonly namespace: string;
  readonly labels: Labels;
  readonly isWaypoint: boolean;
  /** Label `gateway.networking.k8s.io/gateway-name`; null for sidecars and classic gateways. */
  readonly gatewayName: string | null;
  /** The service of the chain; null for pod-addressed traffic and outside waypoints. */
  readonly service: Service | null;
}

export interface AttachmentSettings {
  readonly rootNamespace: string;
  /** istiod's ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY. */
  readonly selectorsReachGateways: boolean;
}

const WAYPOINT_CLASS = 'istio-waypoint';
const GATEWAY_API = 'gateway.networking.k8s.io';
const NETWORKING = 'networking.istio.io';

/** Istio model/policyattachment.go ShouldAttachPolicy (semantics 3.1). */
export function attaches(policy: PolicyBase, proxy: EnvoyProxy, settings: AttachmentSettings): boolean {
  if (proxy.gatewayName === null) return policy.targetRefs.length === 0 && selects(policy, proxy.labels);
  if (policy.targetRefs.length === 0) {
    return !proxy.isWaypoint && settings.selectorsReachGateways && selects(policy, proxy.labels);
  }
  return policy.targetRefs.some((ref) => refAttaches(ref, policy, proxy, settings));
}

/** Without a selector, or with an empty one, every proxy is selected. */
export function selects({ selector }: Pick<PolicyBase, 'selector'>, labels: Labels): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

function refAttaches(
  ref: TargetRef,
  { namespace }: PolicyBase,
  proxy: EnvoyProxy,
  { rootNamespace }: AttachmentSettings,
): boolean {
  switch (targetKind(ref)) {
    case 'Service':
    case 'ServiceEntry':
      return (
        proxy.isWaypoint &&
        proxy.service?.kind === ref.kind &&
        proxy.service.name === ref.name &&
        proxy.service.namespace === namespace
      );
    case 'GatewayClass':
      return proxy.isWaypoint && ref.name === WAYPOINT_CLASS && namespace === rootNamespace;
    case 'Gateway':
      return (
        ref.name === proxy.gatewayName &&
        namespace === proxy.namespace &&
        (ref.namespace === '' || ref.namespace === proxy.namespace)
      );
    case null:
      return false;
  }
}

export type TargetKind = 'Service' | 'ServiceEntry' | 'Gateway' | 'GatewayClass';

/** The kind that a reference means to Istio; null for a pair of group and kind that matches nothing. */
export function targetKind({ group, kind }: TargetRef): TargetKind | null {
  if (kind === 'Service' && (group === '' || group === 'core')) return kind;
  if (kind === 'ServiceEntry' && group === NETWORKING) return kind;
  if ((kind === 'Gateway' || kind === 'GatewayClass') && group === GATEWAY_API) return kind;
  return null;
}
