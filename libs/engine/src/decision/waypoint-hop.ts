import type { Gateway, Service, ServicePort, Workload } from '../model/model.js';
import { field, list, text } from '../model/narrow.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { Addresses } from './addresses.js';
import type { Arrival } from './arrival.js';
import { type Course, ending, last, type Step } from './course.js';
import type { Finding } from './finding.js';
import { envoyFacts, type Seen } from './hops.js';
import type { Peer, Peers } from './peer.js';
import type { HttpRequest } from './request.js';
import type { WaypointDecisions } from './waypoint-decisions.js';

interface ServiceAddress {
  readonly service: Service;
  readonly port: ServicePort;
  /** That the name was resolved to; the first one of the Service when it is left out. */
  readonly ip?: string | undefined;
}

/** A waypoint on the way: who answers there, what it sees, and as whom it sends on. */
export class WaypointHop {
  constructor(
    private readonly waypoints: WaypointDecisions,
    private readonly peers: Peers,
    private readonly addresses: Addresses,
  ) {}

  /** @param behind where an allowed request goes on, with the request as the waypoint passes it on */
  pass(
    peer: Peer,
    waypoint: Gateway,
    to: ServiceAddress | Arrival,
    http: HttpRequest | null,
    behind: (peer: Peer, http: HttpRequest | null, steps: readonly Step[]) => Course,
  ): Course {
    const { namespace, name, role } = waypoint;
    const instance = instanceOf(waypoint);
    // An ingress gateway does not listen on 15008; a sandwich is reached by ztunnel's clients only (semantics 14.7).
    const refuses = role === 'GATEWAY' || (role === 'SANDWICH' && peer.transport === 'GATEWAY');
    if (instance === undefined || refuses) {
      const decidedBy = { enforcer: 'WAYPOINT' as const, namespace, name: addressedService(waypoint) };
      const detail = 'The waypoint has no pod that answers at port 15008.';
      return { ...ending('UNREACHABLE', 'WAYPOINT_UNAVAILABLE', detail), decidedBy };
    }
    if (role === 'SANDWICH') return ending('UNDECIDED', 'UNDECIDED', 'sandwich gateway');
    const protocols = 'service' in to ? chainProtocols(to.port) : (['HTTP', 'TCP'] as const);
    const protocol = http !== null && protocols.includes('HTTP') ? 'HTTP' : 'TCP';
    if (!protocols.includes(protocol)) {
      const decidedBy = { enforcer: 'WAYPOINT' as const, namespace, name };
      return { ...ending('UNDECIDED', 'UNDECIDED', 'bytes that are not HTTP on an HTTP chain'), decidedBy };
    }
    const seen = this.seen(peer, to);
    const service = 'service' in to ? to.service : null;
    const finding = this.find(waypoint, service, protocol, seen, http);
    const steps: readonly Step[] = [{ enforcer: 'WAYPOINT', at: waypoint, seen, finding }];
    if (finding.outcome !== 'ALLOWED') return last(steps);
    return behind(this.peers.waypoint(waypoint, instance), finding.passedOn?.() ?? http, steps);
  }

  private find(
    waypoint: Gateway,
    service: Service | null,
    protocol: 'HTTP' | 'TCP',
    seen: Seen,
    http: HttpRequest | null,
  ): Finding {
    if (waypoint.role === 'AGENTGATEWAY_WAYPOINT') return AGENTGATEWAY;
    const refusal = this.waypoints.refusalOnTunnel(waypoint, seen.peer);
    if (refusal !== null) return refusal;
    const facts = envoyFacts(seen, protocol === 'HTTP' ? http : null, 'HBONE');
    return this.waypoints.decide(waypoint, service, protocol, facts, http);
  }

  /** Addressed to a Service, a waypoint sees the Service's address and port (semantics 5.3). */
  private seen(peer: Peer, to: ServiceAddress | Arrival): Seen {
    if (!('service' in to)) return { peer, ip: to.ip, address: to.address, port: to.port };
    const ip = to.ip ?? to.service.addresses[0] ?? '';
    return { peer, ip, address: this.addresses.unread(ip), port: to.port.port };
  }
}

/**
 * A pod that answers; null: one that is not in the manifests. Rendered manifests hold no pods of the waypoints that Istio
 * deploys, so that one is taken for granted there (semantics 12.12).
 */
function instanceOf({ workloads, ready }: Gateway): Workload | null | undefined {
  const running = workloads.find((workload) => workload.ready);
  return running ?? (ready === 'UNKNOWN' ? (workloads[0] ?? null) : undefined);
}

/** It applies no policy of Istio (semantics 3.11). */
const AGENTGATEWAY: Finding = {
  outcome: 'ALLOWED',
  reason: 'NO_POLICY',
  policies: [],
  code: null,
  detail: 'An agentgateway waypoint applies no policy of Istio.',
};

/** The Service that the Gateway's address names: gateways of other classes have one with another name. */
function addressedService({ manifest, name }: Gateway): string {
  const [address] = list(field(manifest.body.status, 'addresses'));
  return text(field(address, 'value')).includes('.svc') && field(address, 'type') === 'Hostname'
    ? (text(field(address, 'value')).split('.')[0] ?? name)
    : name;
}
