import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel, Gateway, Service, ServicePort, Workload } from '../model/model.js';
import { field, labelValue, list, text } from '../model/narrow.js';
import { chainProtocols } from '../waypoint/chains.js';
import { parseAddress } from './address-block.js';
import type { EnvoyMesh } from './envoy/chain.js';
import { TrustDomains } from './envoy/trust-domains.js';
import { envoyFacts, hop, last, withoutHops } from './hops.js';
import { identity } from './identity.js';
import { ModelDirectory } from './model-directory.js';
import { type Peer, peerOf } from './peer.js';
import type { Decision, DecisionHop, DecisionRequest, HttpRequest } from './request.js';
import { SidecarDecisions, type SidecarTransport } from './sidecar-decisions.js';
import { WaypointDecisions } from './waypoint-decisions.js';
import { ZtunnelDecisions } from './ztunnel-decisions.js';

/** Decides requests in one cluster; policies are compiled once. */
export interface Decisions {
  decide(request: DecisionRequest): Decision;
}

export const compileDecisions = (model: ClusterModel): Decisions => new ClusterDecisions(model);

const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

/** A pod and the port on it that the request ends at. */
interface Arrival {
  readonly workload: Workload;
  readonly port: number;
  readonly ip: string;
  readonly isServiceAddressed: boolean;
}

class ClusterDecisions implements Decisions {
  private readonly directory: ModelDirectory;
  private readonly ztunnels: ZtunnelDecisions;
  private readonly waypoints: WaypointDecisions;
  private readonly sidecars: SidecarDecisions;

  constructor(private readonly model: ClusterModel) {
    const { mesh } = model;
    const envoy: EnvoyMesh = {
      providers: new ExtAuthzProviders(model),
      trustDomains: new TrustDomains(mesh),
      pathNormalization: mesh.pathNormalization,
    };
    this.directory = new ModelDirectory(model);
    this.ztunnels = new ZtunnelDecisions(model);
    this.waypoints = new WaypointDecisions(model, envoy);
    this.sidecars = new SidecarDecisions(model, envoy);
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
    const target = targetPort(port, workload);
    const arrival = { workload, port: target, ip: workload.addresses[0] ?? '', isServiceAddressed: true };
    return this.throughOneOf(this.waypointsOf(peer, service), (waypoint) =>
      waypoint === null
        ? this.arrive(peer, arrival, http, [])
        : this.throughWaypoint(peer, waypoint, { service, port }, http, (behind, hops) =>
            this.arrive(behind, arrival, http, hops),
          ),
    );
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
    if (waypoint === null) return this.arrive(peer, arrival, http, []);
    return this.throughWaypoint(peer, waypoint, arrival, http, (behind, hops) => {
      // Addressed to a pod, a waypoint speaks nothing but HBONE (semantics 14.2).
      if (workload.capture.captured || workload.nativeTunnel) return this.arrive(behind, arrival, http, hops);
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

  private arrive(peer: Peer, arrival: Arrival, http: HttpRequest | null, hops: readonly DecisionHop[]): Decision {
    const { workload, port, ip } = arrival;
    const transport = this.transportTo(peer, arrival);
    const seen = { peer: transport === 'PLAINTEXT' ? { ...peer, identity: null } : peer, ip, port };
    if (workload.capture.captured) {
      if (transport === 'PLAINTEXT' && isBypassed(workload, peer)) {
        return { ...withoutHops('ALLOWED', 'INBOUND_BYPASS', 'Plaintext reaches the pod without its ztunnel.'), hops };
      }
      const connection = {
        identity: seen.peer.identity,
        sourceIp: parseAddress(peer.ip),
        destinationIp: parseAddress(ip),
        destinationPort: port,
      };
      return last([...hops, hop('ZTUNNEL', workload, seen, this.ztunnels.decide(workload, connection))]);
    }
    if (workload.sidecar) {
      const facts = envoyFacts(seen, http, transport);
      return last([
        ...hops,
        hop('SIDECAR', workload, seen, this.sidecars.decide(workload, port, transport, facts, http)),
      ]);
    }
    return hops.length > 0 ? last(hops) : withoutHops('ALLOWED', 'NOT_CAPTURED', 'Nobody evaluates the request.');
  }

  /** Semantics 1.4, 2.6, 14.5: proxies of the classic mesh know the pod only when they address its Service. */
  private transportTo(
    { transport, workload: source }: Peer,
    { workload, port, isServiceAddressed }: Arrival,
  ): SidecarTransport {
    if (transport === 'PLAIN') return 'PLAINTEXT';
    const isClassic = transport === 'SIDECAR' || transport === 'GATEWAY';
    if (isClassic && !isServiceAddressed) return 'PLAINTEXT';
    if (workload.hostNetwork && !isServiceAddressed) return 'PLAINTEXT';
    if (workload.capture.captured || (!isClassic && workload.nativeTunnel)) return 'HBONE';
    if (!isClassic) return 'PLAINTEXT';
    // Between two sidecars that know the tunnel istiod does not ask PeerAuthentication (endpoint_builder.go
    // buildEnvoyLbEndpoint: the tunnel comes first); others send plaintext to a port with DISABLE (semantics 6.3).
    const asksNobody = workload.nativeTunnel && source?.nativeTunnel === true;
    return asksNobody || this.sidecars.modeAt(workload, port) !== 'DISABLE' ? 'MTLS' : 'PLAINTEXT';
  }
}

/** The Service that the Gateway's address names: gateways of other classes have one with another name. */
function addressedService({ manifest, name }: Gateway): string {
  const [address] = list(field(manifest.body.status, 'addresses'));
  return text(field(address, 'value')).includes('.svc') && field(address, 'type') === 'Hostname'
    ? (text(field(address, 'value')).split('.')[0] ?? name)
    : name;
}

function targetPort({ port, targetPort: number, targetPortName, name }: ServicePort, workload: Workload): number {
  const own = workload.kind === 'Pod' ? undefined : workload.containerPorts.get(name);
  return own ?? number ?? workload.containerPorts.get(targetPortName) ?? port;
}

/** Semantics 1.3, 14.6: the annotation, and every host-network process of the pod's own node. */
function isBypassed({ annotations, nodeName }: Workload, { workload: source }: Peer): boolean {
  if (labelValue(annotations, BYPASS_INBOUND) === 'true') return true;
  return source !== null && source.hostNetwork && nodeName !== '' && source.nodeName === nodeName;
}
