import type { Gateway, Service, ServicePort, Workload } from '../model/model.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { Addresses } from './addresses.js';
import { type Arrival, arrivalAt } from './arrival.js';
import { type Branch, type Course, ending, last, oneOf, type Step } from './course.js';
import type { DestinationDecisions } from './destination-decisions.js';
import type { ModelDirectory } from './names/model-directory.js';
import type { Peer } from './peer.js';
import type { HttpRequest } from './request.js';
import type { Routing, RoutingProxy, RouteWay, ServiceRoutes } from './routes/service-routes.js';
import type { WaypointHop } from './waypoint-hop.js';

export interface ServiceTarget {
  readonly service: Service;
  readonly port: ServicePort;
  /** The endpoint that load balancing chooses. */
  readonly workload: Workload;
}

export interface EntryTarget {
  readonly service: Service;
  readonly port: ServicePort | null;
  readonly ip: string | undefined;
}

export interface WayParts {
  readonly addresses: Addresses;
  readonly directory: ModelDirectory;
  readonly destinations: DestinationDecisions;
  readonly waypoints: WaypointHop;
  readonly routes: ServiceRoutes;
}

/** A request on its way: who sends it on, what, and whom it has passed. */
interface Travel {
  readonly peer: Peer;
  readonly http: HttpRequest | null;
  readonly steps: readonly Step[];
}

/** The ways from a client to what it addresses: which proxies stand on them, one after the other (semantics 2.5, 7.1). */
export class Ways {
  constructor(private readonly parts: WayParts) {}

  toService(peer: Peer, target: ServiceTarget, http: HttpRequest | null): Course {
    const { service, port } = target;
    if (peer.transport === 'SIDECAR' && http === null && port.protocol === 'HTTP') {
      return ending('UNDECIDED', 'UNDECIDED', 'bytes that are not HTTP at the sidecar client');
    }
    return throughOneOf(waypointsOf(peer, service), (waypoint) => {
      if (waypoint !== null) {
        return this.parts.waypoints.pass(peer, waypoint, { service, port }, http, (behind, passed, steps) => {
          const proxy = { namespace: waypoint.namespace, labels: null };
          return this.routed(target, proxy, { peer: behind, http: passed, steps });
        });
      }
      const travel = { peer, http, steps: [] };
      if (peer.transport !== 'SIDECAR' || http === null) return this.arrive(travel, port, target.workload);
      // A sidecar applies the routes of the service's namespace and of its own itself.
      const proxy = { namespace: peer.workload?.namespace ?? '', labels: peer.workload?.labels ?? {} };
      return this.routed(target, proxy, travel);
    });
  }

  /** To where the routes of the Service lead; no second waypoint is asked (semantics 3.8). */
  private routed(target: ServiceTarget, proxy: RoutingProxy, travel: Travel): Course {
    const routing = this.routingOf(target, proxy, travel.http);
    switch (routing.kind) {
      case 'UNROUTED':
        return this.arrive(travel, target.port, target.workload);
      case 'UNDECIDED':
        return {
          ...last(travel.steps),
          outcome: 'UNDECIDED',
          reason: 'UNDECIDED',
          policies: [],
          detail: routing.detail,
        };
      case 'WAYS': {
        const [first, ...others] = routing.ways.map((way): Branch => ({
          name: nameOf(way),
          course: this.along(way, target, travel),
        }));
        if (first === undefined) return this.arrive(travel, target.port, target.workload);
        return oneOf([first, ...others], 'a route splits between backends that answer differently');
      }
    }
  }

  private routingOf({ service, port }: ServiceTarget, proxy: RoutingProxy, http: HttpRequest | null): Routing {
    const { routes } = this.parts;
    if (http === null || !chainProtocols(port).includes('HTTP')) return routes.tcp(service, port.port, proxy.namespace);
    return routes.http(service, port.port, proxy, http);
  }

  private along(way: RouteWay, target: ServiceTarget, travel: Travel): Course {
    if (way.kind === 'RESPONSE') return answered(travel, way.code);
    const { service, port: number, subset } = way.backend;
    const port = service?.ports.find((candidate) => candidate.port === number);
    if (service === null || port === undefined) return answered(travel, way.missing);
    const workload =
      service === target.service && subset === null
        ? target.workload
        : this.parts.directory.backend(service, undefined, subset);
    if (workload === undefined) return answered(travel, way.missing === null ? null : 503);
    return this.arrive({ ...travel, http: way.http ?? travel.http }, port, workload);
  }

  private arrive({ peer, http, steps }: Travel, port: ServicePort, workload: Workload): Course {
    return this.parts.destinations.arrive(peer, arrivalAt(port, workload, this.parts.addresses), http, steps);
  }

  toPod(peer: Peer, arrival: Arrival, http: HttpRequest | null): Course {
    const { workload } = arrival;
    const { destinations, waypoints } = this.parts;
    // ztunnel does not know host-network pods by address (semantics 14.3).
    const waypoint = peer.transport === 'ZTUNNEL' && !workload.hostNetwork ? workload.binding.waypoint : null;
    if (waypoint === null) return destinations.arrive(peer, arrival, http, []);
    return waypoints.pass(peer, waypoint, arrival, http, (behind, passed, steps) => {
      // Addressed to a pod, a waypoint speaks nothing but HBONE (semantics 14.2).
      if (workload.capture.captured || workload.nativeTunnel)
        return destinations.arrive(behind, arrival, passed, steps);
      return ending('UNREACHABLE', 'WAYPOINT_HBONE_TO_UNCAPTURED_POD', 'The pod does not speak HBONE.', steps);
    });
  }

  /** @param port null: the entry does not serve it */
  toServiceEntry(peer: Peer, { service, port, ip }: EntryTarget, http: HttpRequest | null): Course {
    if (peer.transport === 'PLAIN') {
      return ending('UNDECIDED', 'UNDECIDED', 'client without proxy to a ServiceEntry address');
    }
    return throughOneOf(waypointsOf(peer, service), (waypoint) => {
      if (port === null) return OUTSIDE;
      if (waypoint === null) return this.behindEntry({ peer, http, steps: [] }, service, port) ?? OUTSIDE;
      return this.parts.waypoints.pass(peer, waypoint, { service, port, ip }, http, (behind, passed, steps) => {
        return this.behindEntry({ peer: behind, http: passed, steps }, service, port) ?? last(steps);
      });
    });
  }

  /** What stands in front of an endpoint inside the cluster; null: it has none. */
  private behindEntry(travel: Travel, service: Service, port: ServicePort): Course | null {
    const inside = service.workloads.find(({ capture, sidecar }) => capture.captured || sidecar);
    return inside === undefined ? null : this.arrive(travel, port, inside);
  }
}

const OUTSIDE = ending('ALLOWED', 'OUTSIDE_MESH', 'Nobody in the mesh evaluates the request.');

/** What the proxy that routes answers itself; null: it closes the connection. */
function answered({ peer, steps }: Travel, code: number | null): Course {
  const { workload } = peer;
  const own = workload && { enforcer: 'SIDECAR' as const, namespace: workload.namespace, name: workload.name };
  const course = last(steps);
  return {
    ...course,
    decidedBy: course.decidedBy ?? own,
    outcome: 'UNREACHABLE',
    reason: 'ROUTE_RESPONSE',
    code,
    policies: [],
    detail: code === null ? 'The route leads nowhere.' : `The route answers ${code} itself.`,
  };
}

const nameOf = (way: RouteWay): string =>
  way.kind === 'RESPONSE' ? `an answer of ${way.code}` : `${way.backend.name} with weight ${way.backend.weight}`;

/** A canary shares the connections: where it would answer otherwise, chance decides (semantics 2.8). */
function throughOneOf(waypoints: readonly Gateway[], decideThrough: (waypoint: Gateway | null) => Course): Course {
  const [first = null, ...others] = waypoints;
  const course = decideThrough(first);
  if (others.length === 0) return course;
  const branches = others.map((other) => ({ name: waypointName(other), course: decideThrough(other) }));
  return oneOf([{ name: waypointName(first), course }, ...branches], 'the waypoint and its canary answer differently');
}

const waypointName = (waypoint: Gateway | null): string => `waypoint ${waypoint?.namespace}/${waypoint?.name}`;

const NO_WAYPOINTS: readonly Gateway[] = Object.freeze([]);

/** ztunnel outbound.rs build_request; sidecars never call waypoints, gateways where told to (semantics 2.5, 2.6). */
function waypointsOf({ transport }: Peer, { binding, addresses, ingressUseWaypoint }: Service): readonly Gateway[] {
  const { waypoint, canary } = binding;
  if (addresses.length === 0 || waypoint === null) return NO_WAYPOINTS;
  // Gateways are told of the primary alone (endpoint_builder.go findServiceWaypoint).
  if (transport === 'GATEWAY') return ingressUseWaypoint ? [waypoint] : NO_WAYPOINTS;
  if (transport !== 'ZTUNNEL') return NO_WAYPOINTS;
  if (canary === null || canary.weight === 0) return [waypoint];
  if (canary.weight === 100) return [canary.waypoint];
  return canary.weight > 50 ? [canary.waypoint, waypoint] : [waypoint, canary.waypoint];
}
