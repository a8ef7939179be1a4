import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { Gateway, Service, ServicePort } from '../model/model.js';
import type { ParentRef, Route } from '../model/route.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { Context } from './context.js';
import { isForHost } from './l4-routes.js';

const PROTOCOLS = { HTTPRoute: 'HTTP', GRPCRoute: 'HTTP', TCPRoute: 'TCP', TLSRoute: 'TCP' } as const;

/** Why a waypoint that the service is bound to leaves the route out; null when it does not. */
export function refusalOf(
  route: Route,
  { port }: ParentRef,
  service: Service,
  waypoint: Gateway,
  context: Context,
): Fact | null {
  const { manifest, kind } = route;
  const protocol = PROTOCOLS[kind];
  if (protocol === 'TCP' && !context.model.behaviour.tcpRoutesAtWaypoint) {
    return factAt(manifest, ['kind'], `Waypoints of this release do not read a ${kind}.`);
  }
  if (waypoint.role !== 'WAYPOINT' && waypoint.role !== 'AGENTGATEWAY_WAYPOINT') {
    return factAt(waypoint.manifest, ['spec', 'gatewayClassName'], byGatewayParent(waypoint));
  }
  if (waypoint.role === 'WAYPOINT' && route.namespace !== service.namespace && route.namespace !== waypoint.namespace) {
    const fact = `A waypoint reads the routes of the service's namespace (${service.namespace}) and its own (${waypoint.namespace}) only.`;
    return factAt(manifest, ['metadata', 'namespace'], fact);
  }
  const named = port === null ? service.ports : service.ports.filter((candidate) => candidate.port === port);
  if (named.length === 0 && port !== null) {
    return factAt(service.manifest, ['spec', 'ports'], `The service has no port ${port}.`);
  }
  const ports = named.filter((candidate) => chainProtocols(candidate).includes(protocol));
  if (named.length > 0 && ports.length === 0) {
    const fact = `A ${kind} counts on ${protocol} ports only, and there is none.`;
    return factAt(service.manifest, ['spec', 'ports'], fact);
  }
  if (protocol !== 'TCP' || waypoint.role !== 'WAYPOINT') return null;
  if (kind === 'TLSRoute' && !isForHost(route, service)) {
    const fact = `A waypoint uses a TLSRoute only for the one name ${service.hostname}.`;
    return factAt(manifest, ['spec', 'hostnames'], fact);
  }
  return outranked(route, ports, service, waypoint, context);
}

function outranked(
  route: Route,
  ports: readonly ServicePort[],
  service: Service,
  waypoint: Gateway,
  { l4Routes }: Context,
): Fact | null {
  const followed = ports.map(({ port }) => l4Routes.followed(service, port, waypoint));
  const [winner] = followed;
  if (winner === undefined || followed.includes(route)) return null;
  const { kind, namespace, name, manifest } = winner;
  const fact = `For a port a waypoint follows one route below HTTP, a TLSRoute before a TCPRoute: here ${kind} ${namespace}/${name}.`;
  return factAt(manifest, ['spec', 'parentRefs'], fact);
}

const byGatewayParent = ({ role, gatewayClass }: Gateway): string =>
  role === 'GATEWAY' && gatewayClass !== null && gatewayClass.controllerName !== 'istio.io/gateway-controller'
    ? `Its class is served by ${gatewayClass.controllerName}, not by Istio; what that makes of the route is not known here.`
    : 'Such a gateway takes routes by a Gateway parent only.';
