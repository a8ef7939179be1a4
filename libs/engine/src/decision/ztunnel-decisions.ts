import type { ClusterModel, Workload } from '../model/model.js';
import { listedPolicies } from '../ztunnel/listed-policies.js';
import { convertAuthorizationPolicy } from '../ztunnel/convert.js';
import { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { mutualTlsOf, staticStrictPolicy } from '../ztunnel/peer-authentication.js';
import { compareText } from '../model/order.js';
import type { AuthorizationPolicy, PeerAuthentication } from '../model/policy.js';
import type { Finding } from './finding.js';
import { compileZtunnelPolicy, type CompiledZtunnelPolicy, type Connection } from './ztunnel-match.js';
import type { DecidingPolicy } from './request.js';

interface Origin {
  readonly compiled: CompiledZtunnelPolicy;
  readonly kind: DecidingPolicy['kind'];
  readonly namespace: string;
  readonly name: string;
}

/** What the ztunnel in front of each captured pod decides (semantics 4.4, 4.8, 6). */
export class ZtunnelDecisions {
  /** Of scope NAMESPACE by namespace, and GLOBAL under ''. */
  private readonly byScope = new Map<string, Origin[]>();
  private readonly compiled = new Map<AuthorizationPolicy, Origin>();
  private readonly derived = new Map<PeerAuthentication, Origin | null>();
  private readonly listed: ReadonlyMap<Workload, readonly AuthorizationPolicy[]>;
  private readonly peers: PeerAuthenticationIndex;
  private readonly byWorkload = new Map<Workload, readonly Origin[]>();
  private readonly staticStrict: CompiledZtunnelPolicy;

  constructor(private readonly model: ClusterModel) {
    const { rootNamespace } = model.mesh;
    this.listed = listedPolicies(model);
    this.peers = new PeerAuthenticationIndex(model);
    this.staticStrict = compileZtunnelPolicy(staticStrictPolicy(rootNamespace));
    for (const policy of model.policies) {
      if (policy.kind !== 'AuthorizationPolicy') continue;
      const converted = convertAuthorizationPolicy(policy, rootNamespace);
      if (converted === null) continue;
      const { kind, namespace, name } = policy;
      const origin = { compiled: compileZtunnelPolicy(converted), kind, namespace, name };
      this.compiled.set(policy, origin);
      if (converted.scope === 'WORKLOAD_SELECTOR') continue;
      const scope = converted.scope === 'GLOBAL' ? '' : namespace;
      this.byScope.set(scope, [...(this.byScope.get(scope) ?? []), origin]);
    }
  }

  /** ztunnel state.rs assert_rbac: any DENY, then no ALLOW at all, then any ALLOW. */
  decide(workload: Workload, connection: Connection): Finding {
    const policies = this.policiesOf(workload);
    const denying = matching(policies, 'DENY', connection);
    if (denying.length > 0) {
      const reason = denying[0]?.kind === 'PeerAuthentication' ? 'MTLS_REQUIRED' : 'DENY_MATCH';
      return { outcome: 'DENIED', reason, policies: denying, code: null };
    }
    if (!policies.some(({ compiled }) => compiled.action === 'ALLOW')) {
      const reason = policies.length === 0 ? 'NO_POLICY' : 'NO_ALLOW_POLICY';
      return { outcome: 'ALLOWED', reason, policies: [], code: null };
    }
    const allowing = matching(policies, 'ALLOW', connection);
    if (allowing.length > 0) return { outcome: 'ALLOWED', reason: 'ALLOW_MATCH', policies: allowing, code: null };
    return { outcome: 'DENIED', reason: 'ALLOW_NONE_MATCHED', policies: [], code: null };
  }

  /** Those of the namespace, of the mesh, and those that istiod lists on the workload; ztunnel has no order of them. */
  private policiesOf(workload: Workload): readonly Origin[] {
    let found = this.byWorkload.get(workload);
    if (found === undefined) {
      const listed = (this.listed.get(workload) ?? []).flatMap((policy) => this.compiled.get(policy) ?? []);
      found = [
        ...(this.byScope.get(workload.namespace) ?? []),
        ...(this.byScope.get('') ?? []),
        ...this.peerPolicies(workload),
        ...listed,
      ].sort((a, b) => compareText(a.compiled.name, b.compiled.name));
      this.byWorkload.set(workload, found);
    }
    return found;
  }

  private peerPolicies(workload: Workload): readonly Origin[] {
    const levels = this.peers.levelsOf(workload);
    const mutualTls = mutualTlsOf(levels);
    if (mutualTls.kind === 'DERIVED') {
      const derived = this.derivedFrom(mutualTls.from);
      return derived === null ? [] : [derived];
    }
    if (mutualTls.kind === 'NONE') return [];
    const from = [levels.workload, levels.namespace, levels.mesh].find((policy) => policy?.mode === 'STRICT');
    const { namespace, name } = from ?? { namespace: this.model.mesh.rootNamespace, name: '' };
    return [{ compiled: this.staticStrict, kind: 'PeerAuthentication', namespace, name }];
  }

  /** null: listed, but never sent, so ztunnel skips it (semantics 6.2). */
  private derivedFrom(policy: PeerAuthentication): Origin | null {
    let origin = this.derived.get(policy);
    if (origin === undefined) {
      const { kind, namespace, name } = policy;
      const sent = this.peers.derived(policy);
      origin = sent === null ? null : { compiled: compileZtunnelPolicy(sent), kind, namespace, name };
      this.derived.set(policy, origin);
    }
    return origin;
  }
}

const matching = (
  policies: readonly Origin[],
  action: 'ALLOW' | 'DENY',
  connection: Connection,
): readonly DecidingPolicy[] =>
  policies.flatMap(({ compiled, kind, namespace, name }) => {
    const rule = compiled.action === action ? compiled.matchingRule(connection) : -1;
    // Rules of what a PeerAuthentication is turned into are nobody's rules.
    return rule < 0 ? [] : [{ kind, namespace, name, rule: kind === 'PeerAuthentication' ? -1 : rule }];
  });
