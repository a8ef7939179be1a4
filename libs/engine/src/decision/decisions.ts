import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel, Gateway, Service, ServicePort, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import { chainProtocols } from '../waypoint/chains.js';
import { parseAddress } from './address-block.js';
import type { EnvoyMesh, PeerFacts } from './envoy/chain.js';
import { TrustDomains } from './envoy/trust-domains.js';
import type { Finding } from './finding.js';
import { identity } from './identity.js';
import { ModelDirectory } from './model-directory.js';
import { type Peer, peerOf } from './peer.js';
import type { Decision, DecisionHop, DecisionRequest, HopEnforcer, HttpRequest } from './request.js';
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
    const waypoint = this.waypointOf(peer, service);
    if (waypoint === null) return this.arrive(peer, arrival, http, []);
    return this.throughWaypoint(peer, waypoint, { service, port }, http, (behind, hops) =>
      this.arrive(behind, arrival, http, hops),
    );
  }

  /** ztunnel outbound.rs build_request; sidecars never call waypoints, gateways where told to (semantics 2.5, 2.6). */
  private waypointOf({ transport }: Peer, { binding, addresses, ingressUseWaypoint }: Service): Gateway | null {
    if (addresses.length === 0) return null;
    if (transport === 'ZTUNNEL') return binding.waypoint;
    return transport === 'GATEWAY' && ingressUseWaypoint ? binding.waypoint : null;
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
    const waypoint = this.waypointOf(peer, service);
    const servicePort = service.ports.find((candidate) => candidate.port === port);
    if (waypoint === null || servicePort === undefined) return withoutHops('ALLOWED', 'OUTSIDE_MESH', '');
    return this.throughWaypoint(peer, waypoint, { service, port: servicePort, ip }, http, (_, hops) => last(hops));
  }

  private throughWaypoint(
    peer: Peer,
    waypoint: Gateway,
    to: { readonly service: Service; readonly port: ServicePort; readonly ip?: string | undefined } | Arrival,
    http: HttpRequest | null,
    behind: (peer: Peer, hops: readonly DecisionHop[]) => Decision,
  ): Decision {
    const { namespace, name } = waypoint;
    const instance = waypoint.workloads.find(({ ready }) => ready);
    const decidedBy = { enforcer: 'WAYPOINT' as const, namespace, name };
    if (waypoint.role === 'SANDWICH') return withoutHops('UNDECIDED', 'UNDECIDED', 'sandwich gateway');
    if (instance === undefined) {
      return { ...withoutHops('UNREACHABLE', 'WAYPOINT_UNAVAILABLE', 'The waypoint has no ready pod.'), decidedBy };
    }
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
      return last([...hops, hop('SIDECAR', workload, seen, this.sidecars.decide(workload, port, transport, facts, http))]);
    }
    return hops.length > 0 ? last(hops) : withoutHops('ALLOWED', 'NOT_CAPTURED', 'Nobody evaluates the request.');
  }

  /** Semantics 1.4, 2.6, 14.5: proxies of the classic mesh know the pod only when they address its Service. */
  private transportTo({ transport }: Peer, { workload, port, isServiceAddressed }: Arrival): SidecarTransport {
    if (transport === 'PLAIN') return 'PLAINTEXT';
    const isClassic = transport === 'SIDECAR' || transport === 'GATEWAY';
    if (isClassic && !isServiceAddressed) return 'PLAINTEXT';
    if (workload.hostNetwork && !isServiceAddressed) return 'PLAINTEXT';
    if (workload.capture.captured || workload.nativeTunnel) return 'HBONE';
    return isClassic && this.sidecars.modeAt(workload, port) !== 'DISABLE' ? 'MTLS' : 'PLAINTEXT';
  }
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

interface Seen {
  readonly peer: Peer;
  readonly ip: string;
  readonly port: number;
}

/** Over HBONE Envoy's inner listener sees its own internal address as the peer (semantics 14.1). */
function envoyFacts({ peer, ip, port }: Seen, http: HttpRequest | null, transport: SidecarTransport): PeerFacts {
  const source = parseAddress(peer.ip);
  return {
    identity: peer.identity,
    directIp: transport === 'HBONE' ? null : source,
    remoteIp: (http === null ? null : forwardedFor(http)) ?? source,
    destinationIp: parseAddress(ip),
    destinationPort: port,
  };
}

/** The last entry, if it is a plain address (semantics 5.3). */
function forwardedFor({ headers }: HttpRequest) {
  const written = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1];
  return written === undefined ? null : parseAddress(written.slice(written.lastIndexOf(',') + 1).trim());
}

const hop = (
  enforcer: HopEnforcer,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { peer, ip, port }: Seen,
  { outcome, reason, code, policies, detail = '' }: Finding,
): DecisionHop => ({
  enforcer,
  namespace,
  name,
  outcome,
  reason,
  code,
  policies,
  identity: peer.identity?.text ?? null,
  sourceIp: peer.ip,
  destinationIp: ip,
  destinationPort: port,
  detail,
});

const withoutHops = (outcome: Decision['outcome'], reason: Decision['reason'], detail: string): Decision => ({
  outcome,
  reason,
  decidedBy: null,
  code: null,
  policies: [],
  detail,
  hops: [],
});

function last(hops: readonly DecisionHop[]): Decision {
  const deciding = hops.at(-1);
  if (deciding === undefined) return withoutHops('ALLOWED', 'NOT_CAPTURED', '');
  const { enforcer, namespace, name, outcome, reason, code, policies, detail } = deciding;
  return { outcome, reason, decidedBy: { enforcer, namespace, name }, code, policies, detail, hops };
}
