import type { Gateway, MeshSettings, Service, ServicePort, Workload } from '../model/model.js';
import { field, list, text } from '../model/narrow.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { Addresses } from './addresses.js';
import { type Arrival, arrivalAt } from './arrival.js';
import { type Course, ending, last, type Step } from './course.js';
import type { DestinationDecisions } from './destination-decisions.js';
import { comparedPath } from './envoy/paths.js';
import { envoyFacts, type Seen } from './hops.js';
import type { ModelDirectory } from './model-directory.js';
import type { Peer, Peers } from './peer.js';
import type { HttpRequest } from './request.js';
import type { ServiceRoutes } from './service-routes.js';
import type { WaypointDecisions } from './waypoint-decisions.js';

export interface ServiceTarget {
  readonly service: Service;
  readonly port: ServicePort;
  /** The endpoint that load balancing chooses. */
  readonly workload: Workload;
}

export interface WayParts {
  readonly addresses: Addresses;
  readonly directory: ModelDirectory;
  readonly destinations: DestinationDecisions;
  readonly peers: Peers;
  readonly waypoints: WaypointDecisions;
  readonly routes: ServiceRoutes;
  readonly pathNormalization: MeshSettings['pathNormalization'];
}

/** The ways from a client to what it addresses: which proxies stand on them, one after the other (semantics 2.5, 7.1). */
export class Ways {
  constructor(private readonly parts: WayParts) {}

  toService(peer: Peer, target: ServiceTarget, http: HttpRequest | null): Course {
    const { service, port, workload } = target;
    if (peer.transport === 'SIDECAR' && http === null && port.protocol === 'HTTP') {
      return ending('UNDECIDED', 'UNDECIDED', 'bytes that are not HTTP at the sidecar client');
    }
    if (peer.transport === 'SIDECAR' && http !== null && this.isRoutedByClient(peer, target, http)) {
      return ending('UNDECIDED', 'UNDECIDED', 'routes at the sidecar client');
    }
    return this.throughOneOf(waypointsOf(peer, service), (waypoint) =>
      waypoint === null
        ? this.parts.destinations.arrive(peer, this.arrivalAt(port, workload), http, [])
        : this.throughWaypoint(peer, waypoint, { service, port }, http, (behind, steps) =>
            this.toBackend(behind, waypoint, target, http, steps),
          ),
    );
  }

  /** A waypoint applies the routes of its own namespace and the service's; no second waypoint is asked (semantics 3.8). */
  private toBackend(
    peer: Peer,
    waypoint: Gateway,
    { service, port, workload }: ServiceTarget,
    http: HttpRequest | null,
    steps: readonly Step[],
  ): Course {
    const { routes, directory, destinations } = this.parts;
    const routing =
      http === null || !chainProtocols(port).includes('HTTP')
        ? null
        : routes.route(service, port.port, [service.namespace, waypoint.namespace], http, this.pathOf(http));
    switch (routing?.kind) {
      case 'RESPONSE':
        return { ...last(steps), outcome: 'UNREACHABLE', reason: 'ROUTE_RESPONSE', code: routing.code, policies: [] };
      case 'UNDECIDED':
        return { ...last(steps), outcome: 'UNDECIDED', reason: 'UNDECIDED', policies: [], detail: routing.detail };
      case 'BACKEND': {
        const chosen = routing.service === service ? workload : directory.backend(routing.service, undefined);
        const chosenPort = routing.service.ports.find((candidate) => candidate.port === routing.port);
        if (chosen !== undefined && chosenPort !== undefined) {
          return destinations.arrive(peer, this.arrivalAt(chosenPort, chosen), http, steps);
        }
        return { ...last(steps), outcome: 'UNREACHABLE', reason: 'ROUTE_RESPONSE', code: 503, policies: [] };
      }
      default:
        return destinations.arrive(peer, this.arrivalAt(port, workload), http, steps);
    }
  }

  private arrivalAt(port: ServicePort, workload: Workload): Arrival {
    return arrivalAt(port, workload, this.parts.addresses);
  }

  /** A sidecar applies the routes of the service's namespace and its own itself; where they lead is not followed. */
  private isRoutedByClient({ workload }: Peer, { service, port }: ServiceTarget, http: HttpRequest): boolean {
    const namespaces = [service.namespace, workload?.namespace ?? ''];
    const routing = this.parts.routes.route(service, port.port, namespaces, http, this.pathOf(http));
    return routing.kind !== 'UNROUTED' && (routing.kind !== 'BACKEND' || routing.service !== service);
  }

  private pathOf({ path }: HttpRequest): string {
    return comparedPath(path, this.parts.pathNormalization) ?? path;
  }

  /** A canary shares the connections: where it would answer otherwise, chance decides (semantics 2.8). */
  private throughOneOf(waypoints: readonly Gateway[], decideThrough: (waypoint: Gateway | null) => Course): Course {
    const [first = null, ...others] = waypoints;
    const course = decideThrough(first);
    if (others.every((other) => decideThrough(other).outcome === course.outcome)) return course;
    return ending('UNDECIDED', 'UNDECIDED', 'the waypoint and its canary answer differently');
  }

  toPod(peer: Peer, arrival: Arrival, http: HttpRequest | null): Course {
    const { workload } = arrival;
    const { destinations } = this.parts;
    // ztunnel does not know host-network pods by address (semantics 14.3).
    const waypoint = peer.transport === 'ZTUNNEL' && !workload.hostNetwork ? workload.binding.waypoint : null;
    if (waypoint === null) return destinations.arrive(peer, arrival, http, []);
    return this.throughWaypoint(peer, waypoint, arrival, http, (behind, steps) => {
      // Addressed to a pod, a waypoint speaks nothing but HBONE (semantics 14.2).
      if (workload.capture.captured || workload.nativeTunnel) return destinations.arrive(behind, arrival, http, steps);
      return ending('UNREACHABLE', 'WAYPOINT_HBONE_TO_UNCAPTURED_POD', 'The pod does not speak HBONE.', steps);
    });
  }

  /** @param ip that the name was resolved to; the entry's first address when it is left out */
  toServiceEntry(peer: Peer, service: Service, port: number, ip: string | undefined, http: HttpRequest | null): Course {
    if (peer.transport === 'PLAIN') {
      return ending('UNDECIDED', 'UNDECIDED', 'client without proxy to a ServiceEntry address');
    }
    const servicePort = service.ports.find((candidate) => candidate.port === port);
    return this.throughOneOf(waypointsOf(peer, service), (waypoint) =>
      waypoint === null || servicePort === undefined
        ? ending('ALLOWED', 'OUTSIDE_MESH', 'Nobody in the mesh evaluates the request.')
        : this.throughWaypoint(peer, waypoint, { service, port: servicePort, ip }, http, (_, steps) => last(steps)),
    );
  }

  private throughWaypoint(
    peer: Peer,
    waypoint: Gateway,
    to: { readonly service: Service; readonly port: ServicePort; readonly ip?: string | undefined } | Arrival,
    http: HttpRequest | null,
    behind: (peer: Peer, steps: readonly Step[]) => Course,
  ): Course {
    const { namespace, name, role } = waypoint;
    const instance = waypoint.workloads.find(({ ready }) => ready);
    const decidedBy = { enforcer: 'WAYPOINT' as const, namespace, name };
    // An ingress gateway does not listen on 15008; a sandwich is reached by ztunnel's clients only (semantics 14.7).
    const refuses = role === 'GATEWAY' || (role === 'SANDWICH' && peer.transport === 'GATEWAY');
    if (instance === undefined || refuses) {
      return {
        ...ending('UNREACHABLE', 'WAYPOINT_UNAVAILABLE', 'The waypoint has no pod that answers at port 15008.'),
        decidedBy: { enforcer: 'WAYPOINT', namespace, name: addressedService(waypoint) },
      };
    }
    if (role === 'SANDWICH') return ending('UNDECIDED', 'UNDECIDED', 'sandwich gateway');
    const service = 'service' in to ? to.service : null;
    const protocols = 'service' in to ? chainProtocols(to.port) : (['HTTP', 'TCP'] as const);
    const protocol = http !== null && protocols.includes('HTTP') ? 'HTTP' : 'TCP';
    if (!protocols.includes(protocol)) {
      const detail = 'bytes that are not HTTP on an HTTP chain';
      return { ...ending('UNDECIDED', 'UNDECIDED', detail), decidedBy };
    }
    const seen = this.seenAtWaypoint(peer, to);
    const facts = envoyFacts(seen, protocol === 'HTTP' ? http : null, 'HBONE');
    const finding = this.parts.waypoints.decide(waypoint, service, protocol, facts, http);
    const steps: readonly Step[] = [{ enforcer: 'WAYPOINT', at: waypoint, seen, finding }];
    return finding.outcome === 'ALLOWED' ? behind(this.parts.peers.waypoint(waypoint, instance), steps) : last(steps);
  }

  /** Addressed to a Service, a waypoint sees the Service's address and port (semantics 5.3). */
  private seenAtWaypoint(
    peer: Peer,
    to: { readonly service: Service; readonly port: ServicePort; readonly ip?: string | undefined } | Arrival,
  ): Seen {
    if (!('service' in to)) return { peer, ip: to.ip, address: to.address, port: to.port };
    const ip = to.ip ?? to.service.addresses[0] ?? '';
    return { peer, ip, address: this.parts.addresses.parse(ip), port: to.port.port };
  }
}

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

/** The Service that the Gateway's address names: gateways of other classes have one with another name. */
function addressedService({ manifest, name }: Gateway): string {
  const [address] = list(field(manifest.body.status, 'addresses'));
  return text(field(address, 'value')).includes('.svc') && field(address, 'type') === 'Hostname'
    ? (text(field(address, 'value')).split('.')[0] ?? name)
    : name;
}
