import { AttachedPolicies } from '../attachment/attached-policies.js';
import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { AuthorizationPolicy, RequestAuthentication } from '../model/policy.js';
import { areLayered, isOnTunnel } from '../waypoint/tunnel-policies.js';
import { NO_ADDRESS } from './addresses.js';
import { compileChain, type CompiledChain, type EnvoyMesh, evaluateChain, type PeerFacts } from './envoy/chain.js';
import type { Finding } from './finding.js';
import { kept } from './kept.js';
import type { Peer } from './peer.js';
import type { HttpRequest } from './request.js';

type Protocol = CompiledChain['protocol'];

const TUNNEL_PORT = 15008;

/** The chains of the Envoy waypoints, compiled when first asked (semantics 5). */
export class WaypointDecisions {
  private readonly authorization: AttachedPolicies<AuthorizationPolicy>;
  private readonly authentication: AttachedPolicies<RequestAuthentication>;
  private readonly chains = new Map<Gateway, Map<Service | null, Map<Protocol, CompiledChain>>>();
  private readonly tunnels = new Map<Gateway, CompiledChain>();

  constructor(
    private readonly model: ClusterModel,
    private readonly mesh: EnvoyMesh,
  ) {
    this.authorization = new AttachedPolicies(model, 'AuthorizationPolicy');
    this.authentication = new AttachedPolicies(model, 'RequestAuthentication');
  }

  /** null: nothing on the tunnel refuses the connection (semantics 5.5). */
  refusalOnTunnel(waypoint: Gateway, { identity, address }: Peer): Finding | null {
    if (!areLayered(this.model)) return null;
    const chain = kept(this.tunnels, waypoint, () => {
      const policies = this.model.policies.filter((policy) => policy.kind === 'AuthorizationPolicy');
      return compileChain(
        policies.filter((policy) => isOnTunnel(policy, waypoint, this.model)),
        [],
        'TCP',
        this.mesh,
      );
    });
    const peer = {
      identity,
      directIp: address,
      remoteIp: address,
      destinationIp: NO_ADDRESS,
      destinationPort: TUNNEL_PORT,
    };
    const finding = evaluateChain(chain, peer, null);
    return finding.outcome === 'ALLOWED' ? null : finding;
  }

  /** @param service null: traffic addressed to pods. */
  decide(
    waypoint: Gateway,
    service: Service | null,
    protocol: Protocol,
    peer: PeerFacts,
    http: HttpRequest | null,
  ): Finding {
    return evaluateChain(this.chain(waypoint, service, protocol), peer, http);
  }

  private chain(waypoint: Gateway, service: Service | null, protocol: Protocol): CompiledChain {
    const ofWaypoint = kept(this.chains, waypoint, () => new Map<Service | null, Map<Protocol, CompiledChain>>());
    const ofService = kept(ofWaypoint, service, () => new Map<Protocol, CompiledChain>());
    return kept(ofService, protocol, () =>
      compileChain(
        this.authorization.ofChain(waypoint, service),
        this.authentication.ofChain(waypoint, service),
        protocol,
        this.mesh,
      ),
    );
  }
}
