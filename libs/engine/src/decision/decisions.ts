import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel, Gateway, Service, ServicePort, Workload } from '../model/model.js';
import { field, list, text } from '../model/narrow.js';
import { chainProtocols } from '../waypoint/chains.js';
import { type Arrival, arrivalAt } from './arrival.js';
import { DestinationDecisions } from './destination-decisions.js';
import type { EnvoyMesh } from './envoy/chain.js';
import { comparedPath } from './envoy/paths.js';
import { TrustDomains } from './envoy/trust-domains.js';
import { envoyFacts, hop, last, withoutHops } from './hops.js';
import { identity } from './identity.js';
import { ModelDirectory } from './model-directory.js';
import { type Peer, peerOf } from './peer.js';
import type { Decision, DecisionHop, DecisionRequest, HttpRequest } from './request.js';
import { ServiceRoutes } from './service-routes.js';
import { SidecarDecisions } from './sidecar-decisions.js';
import { WaypointDecisions } from './waypoint-decisions.js';
import { ZtunnelDecisions } from './ztunnel-decisions.js';

/** Decides requests in one cluster; policies are compiled once. */
export interface Decisions {
  decide(request: DecisionRequest): Decision;
}

export const compileDecisions = (model: ClusterModel): Decisions => new ClusterDecisions(model);

interface ServiceRequest {
  readonly service: Service;
  readonly port: ServicePort;
  readonly workload: Workload;
}

class ClusterDecisions implements Decisions {
  private readonly directory: ModelDirectory;
  private readonly routes: ServiceRoutes;
  private readonly destinations: DestinationDecisions;
  private readonly waypoints: WaypointDecisions;

  constructor(private readonly model: ClusterModel) {
    const { mesh } = model;
    const envoy: EnvoyMesh = {
      providers: new ExtAuthzProviders(model),
      trustDomains: new TrustDomains(mesh),
      pathNormalization: mesh.pathNormalization,
    };
    this.directory = new ModelDirectory(model);
    this.routes = new ServiceRoutes(model, this.directory);
    this.destinations = new DestinationDecisions(new ZtunnelDecisions(model), new SidecarDecisions(model, envoy));
    this.waypoints = new WaypointDecisions(model, envoy);
  }

  decide({ source, destination, http }: DecisionRequest): Decision {
    const peer = peerOf(source, this.directory, this.model.mesh.trustDomain);
    if (peer === null) return withoutHops('UNDECIDED', 'NOT_FOUND', 'The source is not in the snapshot.');
    switch (destination.kind) {
      case 'SERVICE': {
        const service = this.directory.service(destination.namespace, destination.name);
        const port = service?.ports.find((candidate) => candidate.port === destination.port);
        const backend = service === undefined ? undefined : this.directory.backend(service, destination.backend);
        if (service === undefined || port === undefined || backend === undefined) {
          return withoutHops('UNDECIDED', 'NOT_FOUND', 'The snapshot has no such Service, port or endpoint.');
        }
        return this.toService(peer, service, port, backend, http);
      }
      case 'POD': {
        const workload = this.directory.pod(destination.namespace, destination.name);
        if (workload === undefined) return withoutHops('UNDECIDED', 'NOT_FOUND', 'The pod is not in the snapshot.');
        const ip = destination.ip ?? workload.addresses[0] ?? '';
        return this.toPod(peer, { workload, port: destination.port, ip, isServiceAddressed: false }, http);
      }
      case 'SERVICE_ENTRY':
        return this.toServiceEntry(peer, destination, http);
    }
  }

  private toService(
    peer: Peer,
    service: Service,
    port: ServicePort,
    workload: Workload,
    http: HttpRequest | null,
  ): Decision {
    if (peer.transport === 'SIDECAR' && http === null && port.protocol === 'HTTP') {
      return withoutHops('UNDECIDED', 'UNDECIDED', 'bytes that are not HTTP at the sidecar client');
    }
    if (peer.transport === 'SIDECAR' && http !== null && this.isRoutedByClient(peer, service, port, http)) {
      return withoutHops('UNDECIDED', 'UNDECIDED', 'routes at the sidecar client');
    }
    return this.throughOneOf(this.waypointsOf(peer, service), (waypoint) =>
      waypoint === null
        ? this.destinations.arrive(peer, arrivalAt(port, workload), http, [])
        : this.throughWaypoint(peer, waypoint, { service, port }, http, (behind, hops) =>
            this.toBackend(behind, { service, port, workload, waypoint }, http, hops),
          ),
    );
  }

  /** A waypoint applies the routes of its own namespace and the service's; no second waypoint is asked (semantics 3.8). */
  private toBackend(
    peer: Peer,
    { service, port, workload, waypoint }: ServiceRequest & { readonly waypoint: Gateway },
    http: HttpRequest | null,
    hops: readonly DecisionHop[],
  ): Decision {
    const routing =
      http === null || !chainProtocols(port).includes('HTTP')
        ? null
        : this.routes.route(service, port.port, [service.namespace, waypoint.namespace], http, this.pathOf(http));
    switch (routing?.kind) {
      case 'RESPONSE':
        return { ...last(hops), outcome: 'UNREACHABLE', reason: 'ROUTE_RESPONSE', code: routing.code, policies: [] };
      case 'UNDECIDED':
        return { ...last(hops), outcome: 'UNDECIDED', reason: 'UNDECIDED', policies: [], detail: routing.detail };
      case 'BACKEND': {
        const chosen = routing.service === service ? workload : this.directory.backend(routing.service, undefined);
        const chosenPort = routing.service.ports.find((candidate) => candidate.port === routing.port);
        if (chosen !== undefined && chosenPort !== undefined) {
          return this.destinations.arrive(peer, arrivalAt(chosenPort, chosen), http, hops);
        }
        return { ...last(hops), outcome: 'UNREACHABLE', reason: 'ROUTE_RESPONSE', code: 503, policies: [] };
      }
      default:
        return this.destinations.arrive(peer, arrivalAt(port, workload), http, hops);
    }
  }

  /** A sidecar applies the routes of the service's namespace and its own itself; where they lead is not followed. */
  private isRoutedByClient({ workload }: Peer, service: Service, port: ServicePort, http: HttpRequest): boolean {
    const namespaces = [service.namespace, workload?.namespace ?? ''];
    const routing = this.routes.route(service, port.port, namespaces, http, this.pathOf(http));
    return routing.kind !== 'UNROUTED' && (routing.kind !== 'BACKEND' || routing.service !== service);
  }

  private pathOf({ path }: HttpRequest): string {
    return comparedPath(path, this.model.mesh.pathNormalization) ?? path;
  }

  /** A canary shares the connections: where it would answer otherwise, chance decides (semantics 2.8). */
  private throughOneOf(waypoints: readonly Gateway[], decideThrough: (waypoint: Gateway | null) => Decision): Decision {
    const decisions = waypoints.map(decideThrough);
    const [first = decideThrough(null), ...others] = decisions;
    if (others.every(({ outcome }) => outcome === first.outcome)) return first;
    return withoutHops('UNDECIDED', 'UNDECIDED', 'the waypoint and its canary answer differently');
  }

  /** ztunnel outbound.rs build_request; sidecars never call waypoints, gateways where told to (semantics 2.5, 2.6). */
  private waypointsOf({ transport }: Peer, { binding, addresses, ingressUseWaypoint }: Service): readonly Gateway[] {
    const { waypoint, canary } = binding;
    if (addresses.length === 0 || waypoint === null) return [];
    // Gateways are told of the primary alone (endpoint_builder.go findServiceWaypoint).
    if (transport === 'GATEWAY') return ingressUseWaypoint ? [waypoint] : [];
    if (transport !== 'ZTUNNEL') return [];
    if (canary === null || canary.weight === 0) return [waypoint];
    if (canary.weight === 100) return [canary.waypoint];
    return canary.weight > 50 ? [canary.waypoint, waypoint] : [waypoint, canary.waypoint];
  }

  private toPod(peer: Peer, arrival: Arrival, http: HttpRequest | null): Decision {
    const { workload } = arrival;
    // ztunnel does not know host-network pods by address (semantics 14.3).
    const waypoint = peer.transport === 'ZTUNNEL' && !workload.hostNetwork ? workload.binding.waypoint : null;
    if (waypoint === null) return this.destinations.arrive(peer, arrival, http, []);
    return this.throughWaypoint(peer, waypoint, arrival, http, (behind, hops) => {
      // Addressed to a pod, a waypoint speaks nothing but HBONE (semantics 14.2).
      if (workload.capture.captured || workload.nativeTunnel)
        return this.destinations.arrive(behind, arrival, http, hops);
      return {
        ...withoutHops('UNREACHABLE', 'WAYPOINT_HBONE_TO_UNCAPTURED_POD', 'The pod does not speak HBONE.'),
        hops,
      };
    });
  }

  private toServiceEntry(
    peer: Peer,
    { namespace, name, host, port, ip }: Extract<DecisionRequest['destination'], { kind: 'SERVICE_ENTRY' }>,
    http: HttpRequest | null,
  ): Decision {
    const service = this.directory.entry(namespace, name, host);
    if (service === undefined) return withoutHops('UNDECIDED', 'NOT_FOUND', 'The snapshot has no such ServiceEntry.');
    if (peer.transport === 'PLAIN') {
      return withoutHops('UNDECIDED', 'UNDECIDED', 'client without proxy to a ServiceEntry address');
    }
    const servicePort = service.ports.find((candidate) => candidate.port === port);
    return this.throughOneOf(this.waypointsOf(peer, service), (waypoint) =>
      waypoint === null || servicePort === undefined
        ? withoutHops('ALLOWED', 'OUTSIDE_MESH', 'Nobody in the mesh evaluates the request.')
        : this.throughWaypoint(peer, waypoint, { service, port: servicePort, ip }, http, (_, hops) => last(hops)),
    );
  }

  private throughWaypoint(
    peer: Peer,
    waypoint: Gateway,
    to: { readonly service: Service; readonly port: ServicePort; readonly ip?: string | undefined } | Arrival,
    http: HttpRequest | null,
    behind: (peer: Peer, hops: readonly DecisionHop[]) => Decision,
  ): Decision {
    const { namespace, name, role } = waypoint;
    const instance = waypoint.workloads.find(({ ready }) => ready);
    const decidedBy = { enforcer: 'WAYPOINT' as const, namespace, name };
    // An ingress gateway does not listen on 15008; a sandwich is reached by ztunnel's clients only (semantics 14.7).
    const refuses = role === 'GATEWAY' || (role === 'SANDWICH' && peer.transport === 'GATEWAY');
    if (instance === undefined || refuses) {
      return {
        ...withoutHops('UNREACHABLE', 'WAYPOINT_UNAVAILABLE', 'The waypoint has no pod that answers at port 15008.'),
        decidedBy: { enforcer: 'WAYPOINT', namespace, name: addressedService(waypoint) },
      };
    }
    if (role === 'SANDWICH') return withoutHops('UNDECIDED', 'UNDECIDED', 'sandwich gateway');
    const service = 'service' in to ? to.service : null;
    const protocols = 'service' in to ? chainProtocols(to.port) : (['HTTP', 'TCP'] as const);
    const seen = {
      peer,
      ip: 'service' in to ? (to.ip ?? to.service.addresses[0] ?? '') : to.ip,
      port: 'service' in to ? to.port.port : to.port,
    };
    const protocol = http !== null && protocols.includes('HTTP') ? 'HTTP' : 'TCP';
    if (!protocols.includes(protocol)) {
      const detail = 'bytes that are not HTTP on an HTTP chain';
      return { ...withoutHops('UNDECIDED', 'UNDECIDED', detail), decidedBy };
    }
    const facts = envoyFacts(seen, protocol === 'HTTP' ? http : null, 'HBONE');
    const finding = this.waypoints.decide(waypoint, service, protocol, facts, http);
    const hops = [hop('WAYPOINT', waypoint, seen, finding)];
    if (finding.outcome !== 'ALLOWED') return last(hops);
    return behind(this.waypointPeer(waypoint, instance), hops);
  }

  private waypointPeer({ namespace, serviceAccount }: Gateway, instance: Workload): Peer {
    return {
      transport: 'WAYPOINT',
      identity: identity(this.model.mesh.trustDomain, namespace, serviceAccount),
      ip: instance.addresses[0] ?? '',
      workload: instance,
    };
  }
}

/** The Service that the Gateway's address names: gateways of other classes have one with another name. */
function addressedService({ manifest, name }: Gateway): string {
  const [address] = list(field(manifest.body.status, 'addresses'));
  return text(field(address, 'value')).includes('.svc') && field(address, 'type') === 'Hostname'
    ? (text(field(address, 'value')).split('.')[0] ?? name)
    : name;
}
