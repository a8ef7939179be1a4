import ipaddr from 'ipaddr.js';
import type { Manifest, Skipped } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { Draft } from './draft.js';
import { roleOfClass } from './gateway-classes.js';
import { invalidObject } from './invalid-object.js';
import type { Gateway, GatewayClass, GatewayListener, Labels } from './model.js';
import { field, labelsOf, labelValue, list, text, wholeNumber } from './narrow.js';

export const WAYPOINT_FOR = 'istio.io/waypoint-for';
export const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';

export interface GatewayContext {
  readonly classes: ReadonlyMap<string, GatewayClass>;
  readonly behaviour: IstioBehaviour;
  /** The snapshot was taken from a running cluster, so a missing status means something. */
  readonly live: boolean;
}

/** A Gateway without its workloads and bindings, which are linked when those are known. */
export function gatewayDraft(
  manifest: Manifest,
  context: GatewayContext,
): { gateway: Draft<Gateway> } | { problem: Skipped } {
  const { spec, metadata } = manifest.body;
  const className = text(field(spec, 'gatewayClassName'));
  if (className === '') {
    return { problem: invalidObject(manifest, ['spec'], 'has no spec.gatewayClassName; name its class.') };
  }
  const gatewayClass = context.classes.get(className) ?? null;
  const labels = labelsOf(field(metadata, 'labels'));
  const annotations = labelsOf(field(metadata, 'annotations'));
  const gateway: Draft<Gateway> = {
    namespace: manifest.namespace,
    name: manifest.name,
    className,
    gatewayClass,
    role: roleOfClass(gatewayClass),
    labels,
    annotations,
    inboundBinding: inboundBinding(labelValue(annotations, INBOUND_BINDING), gatewayClass),
    listeners: list(field(spec, 'listeners')).map(listener),
    ready: readiness(manifest, roleOfClass(gatewayClass), context),
    waypointFor: waypointFor(labels, gatewayClass, context.behaviour),
    serviceAccount: serviceAccount(manifest.name, className, annotations),
    workloads: [],
    boundServices: [],
    canaryServices: [],
    boundWorkloads: [],
    manifest,
  };
  return { gateway };
}

const listener = (value: unknown): GatewayListener => ({
  name: text(field(value, 'name')),
  port: wholeNumber(field(value, 'port')) ?? 0,
  protocol: text(field(value, 'protocol')),
  allowedRoutes: field(value, 'allowedRoutes'),
});

/** `NONE|PROXY[/port]`; anything else is ignored (ambient/waypoints.go makeInboundBinding). */
function inboundBinding(own: string | undefined, gatewayClass: GatewayClass | null): Gateway['inboundBinding'] {
  const written = own ?? labelValue(gatewayClass?.annotations, INBOUND_BINDING);
  const [, protocol, port] = /^(NONE|PROXY)(?:\/(.*))?$/.exec(written ?? '') ?? [];
  if (protocol !== 'NONE' && protocol !== 'PROXY') return null;
  return { protocol, port: /^\d+$/.test(port ?? '') ? Number(port) : 0 };
}

/** Gateway label, else class label, else `service` (semantics 2.2). */
function waypointFor(labels: Labels, gatewayClass: GatewayClass | null, behaviour: IstioBehaviour): string {
  const ofClass = behaviour.waypointForOnClass ? labelValue(gatewayClass?.labels, WAYPOINT_FOR) : undefined;
  return labelValue(labels, WAYPOINT_FOR) ?? ofClass ?? 'service';
}

/**
 * A Gateway without an address is no waypoint (ambient/waypoints.go gatewayToWaypointTransform, getGatewayAddress). What
 * was never in a cluster has no status, so it cannot tell (semantics 12.12).
 */
function readiness(manifest: Manifest, role: Gateway['role'], { live, behaviour }: GatewayContext): Gateway['ready'] {
  const addresses = list(field(manifest.body.status, 'addresses'));
  if (addresses.some((address) => isUsable(address, behaviour))) return 'READY';
  if (role === 'AGENTGATEWAY_WAYPOINT' && !behaviour.agentgatewayWaypoints) return 'NOT_READY';
  return live || addresses.length > 0 || isFromCluster(manifest) ? 'NOT_READY' : 'UNKNOWN';
}

function isUsable(address: unknown, { waypointAddressByName }: IstioBehaviour): boolean {
  const type = field(address, 'type');
  if (type === 'Hostname') return waypointAddressByName;
  return type === 'IPAddress' && ipaddr.isValid(text(field(address, 'value')));
}

/** The API server writes the time of creation into everything that it stores; uids are not kept in the store. */
const isFromCluster = ({ body }: Manifest): boolean => text(field(body.metadata, 'creationTimestamp')) !== '';

/**
 * istiod names the proxy's account after the Gateway, with the class appended for ingress-like classes (istio
 * gatewaycommon/deploymentcontroller.go getDefaultName); the annotation overrides it (semantics 5.6).
 */
function serviceAccount(name: string, className: string, annotations: Labels): string {
  const override = labelValue(annotations, 'gateway.istio.io/service-account');
  if (override !== undefined && override !== '') return override;
  return className.includes('waypoint') || className === 'istio-east-west' ? name : `${name}-${className}`;
}

/** Whether the snapshot shows a running cluster: a Pod that reached a phase is never written by hand. */
export const showsRunningCluster = (pods: readonly Manifest[]): boolean =>
  pods.some(({ body }) => text(field(body.status, 'phase')) !== '');
