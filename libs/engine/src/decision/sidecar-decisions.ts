import { selects } from '../attachment/attaches.js';
import type { ClusterModel, PortProtocol, Workload } from '../model/model.js';
import type { MutualTlsMode, Policy, PolicyBase } from '../model/policy.js';
import type { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { compileChain, type CompiledChain, type EnvoyMesh, evaluateChain, type PeerFacts } from './envoy/chain.js';
import type { Finding } from './finding.js';
import type { DecidingPolicy } from './decision.js';
import type { HttpRequest } from './request.js';

/** How a connection reaches a sidecar. */
export type SidecarTransport = 'HBONE' | 'MTLS' | 'PLAINTEXT';

/** The sidecar beside a pod: PeerAuthentication, then the filters of the port's chain. */
export class SidecarDecisions {
  private readonly policiesByNamespace = new Map<string, Policy[]>();
  private readonly chains = new Map<Workload, Map<'HTTP' | 'TCP', CompiledChain>>();

  constructor(
    private readonly model: ClusterModel,
    private readonly mesh: EnvoyMesh,
    private readonly peers: PeerAuthenticationIndex,
  ) {
    for (const policy of model.policies) {
      if (policy.targetRefs.length > 0) continue;
      const sameNamespace = this.policiesByNamespace.get(policy.namespace);
      if (sameNamespace === undefined) this.policiesByNamespace.set(policy.namespace, [policy]);
      else sameNamespace.push(policy);
    }
  }

  decide(
    workload: Workload,
    port: number,
    transport: SidecarTransport,
    peer: PeerFacts,
    http: HttpRequest | null,
  ): Finding {
    const mode = this.modeAt(workload, port);
    // A listener has no filter chain for what its mode excludes, so the connection is closed.
    if ((transport === 'PLAINTEXT' && mode === 'STRICT') || (transport === 'MTLS' && mode === 'DISABLE')) {
      return { outcome: 'DENIED', reason: 'MTLS_REQUIRED', policies: this.strictPolicy(workload), code: null };
    }
    const declared = this.protocolAt(workload, port);
    if (declared === 'HTTP' && http === null) {
      const detail = 'bytes that are not HTTP on an HTTP chain';
      return { outcome: 'UNDECIDED', reason: 'UNDECIDED', policies: [], code: null, detail };
    }
    const protocol = declared === 'TCP' || http === null ? 'TCP' : 'HTTP';
    return evaluateChain(this.chain(workload, protocol), peer, http);
  }

  /** Istio security/authn ComposePeerAuthentication: mesh, namespace, workload, port; PERMISSIVE unless something says. */
  modeAt(workload: Workload, port: number): MutualTlsMode {
    const { mesh, namespace, workload: own } = this.peers.levelsOf(workload);
    let mode: MutualTlsMode = 'PERMISSIVE';
    for (const level of [mesh, namespace, own]) {
      if (level !== null && level.mode !== 'UNSET') mode = level.mode;
    }
    const ofPort = own?.portModes.get(port) ?? 'UNSET';
    return ofPort === 'UNSET' ? mode : ofPort;
  }

  private strictPolicy(workload: Workload): readonly DecidingPolicy[] {
    const { mesh, namespace, workload: own } = this.peers.levelsOf(workload);
    const from = [own, namespace, mesh].find((policy) => policy !== null && policy.mode !== 'UNSET') ?? own;
    return from === null ? [] : [{ kind: from.kind, namespace: from.namespace, name: from.name, rule: -1 }];
  }

  /** Of the first Service with that target port; without one the proxy sniffs. */
  private protocolAt(workload: Workload, port: number): PortProtocol {
    for (const { ports } of this.model.servicesByWorkload.get(workload) ?? []) {
      for (const candidate of ports) {
        const target = candidate.targetPort ?? workload.containerPorts.get(candidate.targetPortName);
        if (target === port && candidate.protocol !== 'UDP') return candidate.protocol;
      }
    }
    return 'UNDECLARED';
  }

  private chain(workload: Workload, protocol: 'HTTP' | 'TCP'): CompiledChain {
    let chains = this.chains.get(workload);
    if (chains === undefined) this.chains.set(workload, (chains = new Map()));
    let chain = chains.get(protocol);
    if (chain === undefined) {
      const attached = this.attached(workload);
      chain = compileChain(
        attached.filter((policy) => policy.kind === 'AuthorizationPolicy'),
        attached.filter((policy) => policy.kind === 'RequestAuthentication'),
        protocol,
        this.mesh,
      );
      chains.set(protocol, chain);
    }
    return chain;
  }

  /** Policies without targetRefs of the root namespace and the pod's own (semantics 3.1). */
  private attached({ namespace, labels = {} }: Workload): readonly Policy[] {
    const namespaces = new Set([this.model.mesh.rootNamespace, namespace]);
    return [...namespaces].flatMap((searched) =>
      (this.policiesByNamespace.get(searched) ?? []).filter((policy: PolicyBase) => selects(policy, labels)),
    );
  }
}
