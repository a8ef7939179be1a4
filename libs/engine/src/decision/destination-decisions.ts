import type { ClusterModel, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import type { Arrival } from './arrival.js';
import { type Course, ending, last, type Step } from './course.js';
import type { Finding } from './finding.js';
import { envoyFacts, type Seen } from './hops.js';
import { identityWanted, plaintextFact } from './nearest/nearest-identity.js';
import type { Peer } from './peer.js';
import type { HttpRequest } from './request.js';
import type { SidecarDecisions, SidecarTransport } from './sidecar-decisions.js';
import type { ZtunnelDecisions } from './ztunnel-decisions.js';

const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

/** The last hop: what stands in front of the pod that the request ends at. */
export class DestinationDecisions {
  constructor(
    private readonly model: ClusterModel,
    private readonly ztunnels: ZtunnelDecisions,
    private readonly sidecars: SidecarDecisions,
    private readonly peers: PeerAuthenticationIndex,
  ) {}

  arrive(peer: Peer, arrival: Arrival, http: HttpRequest | null, steps: readonly Step[]): Course {
    const { workload } = arrival;
    if (!workload.capture.captured && !workload.sidecar) {
      return steps.length > 0 ? last(steps) : ending('ALLOWED', 'NOT_CAPTURED', 'Nobody evaluates the request.');
    }
    const transport = this.transportTo(peer, arrival);
    if (workload.capture.captured && transport === 'PLAINTEXT' && isBypassed(workload, peer)) {
      return ending('ALLOWED', 'INBOUND_BYPASS', 'Plaintext reaches the pod without its ztunnel.', steps);
    }
    const seen = this.seen(peer, arrival, transport);
    const finding = workload.capture.captured
      ? this.atZtunnel(seen, arrival)
      : this.sidecars.decide(workload, arrival.port, transport, envoyFacts(seen, http, transport), http);
    const enforcer = workload.capture.captured ? 'ZTUNNEL' : 'SIDECAR';
    const evident = finding.reason === 'MTLS_REQUIRED' ? this.withIdentityWanted(finding, seen, arrival) : finding;
    return last([...steps, { enforcer, at: workload, seen, finding: evident }]);
  }

  private seen(peer: Peer, arrival: Arrival, transport: SidecarTransport): Seen {
    const { ip, address, port } = arrival;
    if (transport !== 'PLAINTEXT') return { peer, ip, address, port };
    const plaintext = () => plaintextFact(peer, arrival, this.model);
    return { peer: peer.identity === null ? peer : { ...peer, identity: null }, ip, address, port, plaintext };
  }

  private atZtunnel({ peer, address, port }: Seen, { workload }: Arrival): Finding {
    return this.ztunnels.decide(workload, {
      identity: peer.identity,
      sourceIp: peer.address,
      destinationIp: address,
      destinationPort: port,
    });
  }

  private withIdentityWanted(finding: Finding, { plaintext }: Seen, { workload, port }: Arrival): Finding {
    const mode = plaintext === undefined ? 'DISABLE' : 'STRICT';
    const nearest = () => identityWanted(this.peers.levelsOf(workload), port, mode, plaintext?.() ?? null);
    return { ...finding, nearest };
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

/** Semantics 1.3, 14.6: the annotation, and every host-network process of the pod's own node. */
function isBypassed({ annotations, nodeName }: Workload, { workload: source }: Peer): boolean {
  if (labelValue(annotations, BYPASS_INBOUND) === 'true') return true;
  return source !== null && source.hostNetwork && nodeName !== '' && source.nodeName === nodeName;
}
