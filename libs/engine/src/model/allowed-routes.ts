import type { IstioBehaviour } from '../version/behaviour.js';
import { selectorMatches } from './labels.js';
import type { Gateway, GatewayListener, Namespace } from './model.js';
import { field, isFields } from './narrow.js';

const HBONE_PORT = 15008;
const SANDWICH_PROTOCOL = 'istio.io/PROXY';

/** Index of the listener whose `allowedRoutes` decides who may attach; -1: none, then only the Gateway's own namespace. */
export function decidingListener(gateway: Gateway, behaviour: IstioBehaviour): number {
  const bound = behaviour.allowedRoutesOfBoundListener ? gateway.listeners.findIndex(isBoundBy(gateway)) : -1;
  if (bound >= 0) return bound;
  return gateway.listeners.findIndex(({ protocol, port }) => protocol === 'HBONE' && port === HBONE_PORT);
}

const isBoundBy =
  ({ inboundBinding }: Gateway) =>
  ({ port, protocol }: GatewayListener): boolean => {
    if (inboundBinding === null) return false;
    if (inboundBinding.port !== 0) return port === inboundBinding.port;
    return inboundBinding.protocol === 'PROXY' && protocol === SANDWICH_PROTOCOL;
  };

/**
 * Whether objects of the namespace may use the waypoint (semantics 2.4; ambient/waypoints.go makeAllowedRoutes,
 * makeWaypointSelector, AllowsAttachmentFromNamespace). `kinds` and ReferenceGrants play no part.
 */
export function allowsAttachment(gateway: Gateway, namespace: Namespace, behaviour: IstioBehaviour): boolean {
  if (!behaviour.waypointChecksAllowedRoutes) return true;
  const allowed = gateway.listeners[decidingListener(gateway, behaviour)]?.allowedRoutes;
  const namespaces = field(allowed, 'namespaces');
  const from = isFields(namespaces) ? (field(namespaces, 'from') ?? 'Same') : 'Same';
  if (from === 'All') return true;
  if (from === 'Selector') return selectorMatches(field(namespaces, 'selector'), namespace.labels);
  return gateway.namespace === namespace.name;
}
