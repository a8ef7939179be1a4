import type { Effect, Fact } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { ParentRef, Route } from '../model/route.js';
import { chainProtocols } from '../waypoint/chains.js';
import { everywhere } from './plain-evaluators.js';
import type { Context } from './context.js';
import { NO_RULES } from './draft.js';
import { missing, type RouteOutcome, type Unparented } from './route-outcome.js';
import { waypointDrafts } from './waypoint-drafts.js';

/** A route whose parent is a Service or ServiceEntry: its waypoint takes it, and clients with a sidecar do. */
export function atServices(
  route: Route,
  at: FieldPath,
  parent: ParentRef,
  services: readonly Service[],
  context: Context,
): RouteOutcome[] {
  if (services.length === 0) return [missing(route, at, parent)];
  return services.flatMap((service) => {
    const named = factAt(route.manifest, at, `Its parent is ${service.kind} ${service.namespace}/${service.name}.`);
    const facts = [named, ...context.mixedWith(service)];
    return [atWaypoint(route, parent, service, facts, context), atSidecarClients(route, service, facts, context)];
  });
}

function atWaypoint(
  route: Route,
  parent: ParentRef,
  service: Service,
  facts: readonly Fact[],
  context: Context,
): RouteOutcome {
  const unparented = (effect: Effect, ...more: readonly Fact[]): Unparented => ({
    effect,
    targets: [refOf(service)],
    facts: [...facts, ...more],
  });
  const { binding } = service;
  const { waypoint } = binding;
  if (waypoint === null) return unparented('TARGET_NOT_BOUND', ...context.bindingFacts(service));
  const refusal = refusalOf(route, parent, service, waypoint, context.model);
  if (refusal !== null) return unparented('NOT_ATTACHED', ...context.bindingFacts(service), refusal);
  const placement = context.waypoints.serviceAt(waypoint, service);
  const drafts = waypointDrafts(placement, context.waypoints, everywhere, [...facts, ...context.bindingFacts(service)]);
  return drafts.some(({ effect }) => effect !== 'BYPASSED')
    ? drafts
    : unparented('BYPASSED', ...drafts.flatMap(({ evidence }) => evidence.slice(-1)).slice(0, 1));
}

const PROTOCOLS = { HTTPRoute: 'HTTP', GRPCRoute: 'HTTP', TCPRoute: 'TCP', TLSRoute: 'TCP' } as const;

/** Why a waypoint that the service is bound to leaves the route out; null when it does not. */
function refusalOf(
  route: Route,
  { port }: ParentRef,
  service: Service,
  waypoint: Gateway,
  { behaviour }: ClusterModel,
): Fact | null {
  const { manifest, kind } = route;
  if (PROTOCOLS[kind] === 'TCP' && !behaviour.tcpRoutesAtWaypoint) {
    return factAt(manifest, ['kind'], `Waypoints of this release do not read a ${kind}.`);
  }
  if (waypoint.role !== 'WAYPOINT' && waypoint.role !== 'AGENTGATEWAY_WAYPOINT') {
    return factAt(waypoint.manifest, ['spec', 'gatewayClassName'], byGatewayParent(waypoint));
  }
  if (waypoint.role === 'WAYPOINT' && route.namespace !== service.namespace && route.namespace !== waypoint.namespace) {
    const fact = `A waypoint reads the routes of the service's namespace (${service.namespace}) and its own (${waypoint.namespace}) only.`;
    return factAt(manifest, ['metadata', 'namespace'], fact);
  }
  const ports = port === null ? service.ports : service.ports.filter((candidate) => candidate.port === port);
  const protocol = PROTOCOLS[kind];
  if (ports.length > 0 && !ports.some((candidate) => chainProtocols(candidate).includes(protocol))) {
    return factAt(
      service.manifest,
      ['spec', 'ports'],
      `A ${kind} counts on ${protocol} ports only, and there is none.`,
    );
  }
  if (kind === 'TLSRoute' && route.hostnames.length > 0 && !isOnlyHost(route.hostnames, service)) {
    return factAt(
      manifest,
      ['spec', 'hostnames'],
      `A waypoint uses a TLSRoute only for the one name ${service.hostname}.`,
    );
  }
  return null;
}

const byGatewayParent = ({ role, gatewayClass }: Gateway): string =>
  role === 'GATEWAY' && gatewayClass !== null && gatewayClass.controllerName !== 'istio.io/gateway-controller'
    ? `Its class is served by ${gatewayClass.controllerName}, not by Istio; what that makes of the route is not known here.`
    : 'Such a gateway takes routes by a Gateway parent only.';

const isOnlyHost = (hostnames: readonly string[], { hostname }: Service): boolean =>
  hostnames.length === 1 && hostnames[0] === hostname;

// Clients with a sidecar route for themselves; a route elsewhere than beside its Service counts for its own namespace.
function atSidecarClients(route: Route, service: Service, facts: readonly Fact[], context: Context): RouteOutcome {
  const isConsumer = route.namespace !== service.namespace;
  const client = context.sidecarClient(isConsumer ? route.namespace : null);
  if (client === undefined) return [];
  const fact = factAt(client.manifest, [], 'Clients with a sidecar apply routes of a Service themselves.');
  return [
    {
      enforcer: { type: 'SIDECAR', namespace: isConsumer ? route.namespace : '', name: '' },
      pathClass: 'SIDECAR_CLIENT',
      effect: 'AS_WRITTEN',
      rules: NO_RULES,
      targets: [refOf(service)],
      evidence: [...facts, fact],
    },
  ];
}
