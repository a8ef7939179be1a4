import type { Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import { parseAddress } from './address-block.js';
import type { Arrival } from './arrival.js';
import { envoyFacts, hop, last, withoutHops } from './hops.js';
import type { Peer } from './peer.js';
import type { Decision, DecisionHop, HttpRequest } from './request.js';
import type { SidecarDecisions, SidecarTransport } from './sidecar-decisions.js';
import type { ZtunnelDecisions } from './ztunnel-decisions.js';

const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

/** The last hop: what stands in front of the pod that the request ends at. */
export class DestinationDecisions {
  constructor(
    private readonly ztunnels: ZtunnelDecisions,
    private readonly sidecars: SidecarDecisions,
  ) {}

  arrive(peer: Peer, arrival: Arrival, http: HttpRequest | null, hops: readonly DecisionHop[]): Decision {
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

/** Semantics 1.3, 14.6: the annotation, and every host-network process of the pod's own node. */
function isBypassed({ annotations, nodeName }: Workload, { workload: source }: Peer): boolean {
  if (labelValue(annotations, BYPASS_INBOUND) === 'true') return true;
  return source !== null && source.hostNetwork && nodeName !== '' && source.nodeName === nodeName;
}
