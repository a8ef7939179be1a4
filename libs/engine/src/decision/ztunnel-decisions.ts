import type { ClusterModel, Workload } from '../model/model.js';
import { listedPolicies } from '../ztunnel/listed-policies.js';
import { convertAuthorizationPolicy, type ZtunnelPolicy } from '../ztunnel/convert.js';
import { ImplicitPolicies } from '../ztunnel/implicit-policies.js';
import type { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { staticStrictPolicy } from '../ztunnel/peer-authentication.js';
import { compareText } from '../model/order.js';
import type { AuthorizationRule } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy, PeerAuthentication } from '../model/policy.js';
import { ztunnelField } from '../ztunnel/fields.js';
import type { Finding } from './finding.js';
import { compileZtunnelPolicy, type CompiledZtunnelPolicy, type Connection } from './ztunnel-match.js';
import type { DecidingPolicy } from './decision.js';
import { RuleShelf } from './nearest/rule-shelf.js';
import { ZTUNNEL_PARTS } from './nearest/ztunnel-parts.js';

interface Origin {
  readonly compiled: CompiledZtunnelPolicy;
  /** null: a PeerAuthentication was turned into it, or istiod made it up for a waypoint. */
  readonly policy: AuthorizationPolicy | null;
  /** The number of each rule that was sent in the policy as written. */
  readonly rules: readonly number[];
  readonly kind: DecidingPolicy['kind'];
  readonly namespace: string;
  readonly name: string;
}

/** What stands on a workload, by what it does. */
interface PoliciesByAction {
  readonly deny: readonly Origin[];
  readonly allow: readonly Origin[];
}

/** What the ztunnel in front of each captured pod decides (semantics 4.4, 4.8, 6). */
export class ZtunnelDecisions {
  /** Of scope NAMESPACE by namespace, and GLOBAL under ''. */
  private readonly byScope = new Map<string, Origin[]>();
  private readonly compiled = new Map<AuthorizationPolicy, Origin>();
  private readonly derived = new Map<PeerAuthentication, Origin | null>();
  private readonly listed: ReadonlyMap<Workload, readonly AuthorizationPolicy[]>;
  private readonly byWorkload = new Map<Workload, PoliciesByAction>();
  private readonly staticStrict: CompiledZtunnelPolicy;
  private readonly implicit: ImplicitPolicies;
  private readonly shelf = new RuleShelf(ZTUNNEL_PARTS);

  constructor(
    private readonly model: ClusterModel,
    private readonly peers: PeerAuthenticationIndex,
  ) {
    const { rootNamespace } = model.mesh;
    this.listed = listedPolicies(model);
    this.implicit = new ImplicitPolicies(model);
    this.staticStrict = compileZtunnelPolicy(staticStrictPolicy(rootNamespace));
    for (const policy of model.policies) {
      if (policy.kind !== 'AuthorizationPolicy') continue;
      const converted = convertAuthorizationPolicy(policy, model);
      if (converted === null || converted.dryRun === true) continue;
      const { kind, namespace, name } = policy;
      const rules = policy.rules.flatMap((rule, index) => (isSent(policy, rule) ? [index] : []));
      const origin = { compiled: compileZtunnelPolicy(converted), policy, rules, kind, namespace, name };
      this.compiled.set(policy, origin);
      if (converted.scope === 'WORKLOAD_SELECTOR') continue;
      const scope = converted.scope === 'GLOBAL' ? '' : namespace;
      const known = this.byScope.get(scope);
      if (known === undefined) this.byScope.set(scope, [origin]);
      else known.push(origin);
    }
  }

  /** ztunnel state.rs assert_rbac: any DENY, then no ALLOW at all, then any ALLOW. */
  decide(workload: Workload, connection: Connection): Finding {
    const { deny, allow } = this.policiesOf(workload);
    const denying = matching(deny, connection);
    if (denying.length > 0) {
      const reason = denying[0]?.kind === 'PeerAuthentication' ? 'MTLS_REQUIRED' : 'DENY_MATCH';
      const nearest = () => this.shelf.denying(denying, authorizationPolicies(deny), connection);
      return { outcome: 'DENIED', reason, policies: denying, code: null, nearest };
    }
    if (allow.length === 0) {
      const reason = deny.length === 0 ? 'NO_POLICY' : 'NO_ALLOW_POLICY';
      return { outcome: 'ALLOWED', reason, policies: [], code: null };
    }
    const allowing = matching(allow, connection);
    if (allowing.length > 0) return { outcome: 'ALLOWED', reason: 'ALLOW_MATCH', policies: allowing, code: null };
    const nearest = () => this.shelf.allowing(authorizationPolicies(allow), connection);
    return { outcome: 'DENIED', reason: 'ALLOW_NONE_MATCHED', policies: [], code: null, nearest };
  }

  /**
   * Those of the namespace, of the mesh, and those that istiod lists on the workload. ztunnel asks them in that order
   * (state.rs assert_rbac; the first two are sets, and istiod lists what PeerAuthentications are turned into last), so its
   * log names an AuthorizationPolicy before a PeerAuthentication that denies too. Here the first by name is named.
   */
  private policiesOf(workload: Workload): PoliciesByAction {
    let found = this.byWorkload.get(workload);
    if (found === undefined) {
      const listed = (this.listed.get(workload) ?? []).flatMap((policy) => this.compiled.get(policy) ?? []);
      const all = [
        ...(this.byScope.get(workload.namespace) ?? []),
        ...(this.byScope.get('') ?? []),
        ...this.peerPolicies(workload),
        ...this.implicit.of(workload).map(implicitOrigin),
        ...listed,
      ].sort((a, b) => compareText(a.compiled.name, b.compiled.name));
      const of = (action: 'ALLOW' | 'DENY') => all.filter(({ compiled }) => compiled.action === action);
      found = { deny: of('DENY'), allow: of('ALLOW') };
      this.byWorkload.set(workload, found);
    }
    return found;
  }

  private peerPolicies(workload: Workload): readonly Origin[] {
    const levels = this.peers.levelsOf(workload);
    const mutualTls = this.peers.mutualTlsOf(workload);
    if (mutualTls.kind === 'NONE') return [];
    const derived = mutualTls.kind === 'DERIVED' ? this.derivedFrom(mutualTls.from) : null;
    const converted = derived === null ? [] : [derived];
    if (mutualTls.kind === 'DERIVED' && mutualTls.strictToo !== true) return converted;
    const from = [levels.workload, levels.namespace, levels.mesh].find((policy) => policy?.mode === 'STRICT');
    const { namespace, name } = from ?? { namespace: this.model.mesh.rootNamespace, name: '' };
    const compiled = this.staticStrict;
    return [...converted, { compiled, policy: null, rules: [], kind: 'PeerAuthentication', namespace, name }];
  }

  /** null: listed, but never sent, so ztunnel skips it (semantics 6.2). */
  private derivedFrom(policy: PeerAuthentication): Origin | null {
    let origin = this.derived.get(policy);
    if (origin === undefined) {
      const { kind, namespace, name } = policy;
      const sent = this.peers.derived(policy);
      origin =
        sent === null ? null : { compiled: compileZtunnelPolicy(sent), policy: null, rules: [], kind, namespace, name };
      this.derived.set(policy, origin);
    }
    return origin;
  }
}

function implicitOrigin(sent: ZtunnelPolicy): Origin {
  const [namespace = '', name = ''] = sent.name.split('/');
  return {
    compiled: compileZtunnelPolicy(sent),
    policy: null,
    rules: [],
    kind: 'AuthorizationPolicy',
    namespace,
    name,
  };
}

const NONE: readonly DecidingPolicy[] = Object.freeze([]);

function matching(policies: readonly Origin[], connection: Connection): readonly DecidingPolicy[] {
  let found: DecidingPolicy[] | null = null;
  for (const { compiled, rules, kind, namespace, name } of policies) {
    const rule = compiled.matchingRule(connection);
    // Rules of what a PeerAuthentication is turned into are nobody's rules.
    if (rule >= 0) (found ??= []).push({ kind, namespace, name, rule: rules[rule] ?? -1 });
  }
  return found ?? NONE;
}

const authorizationPolicies = (policies: readonly Origin[]): readonly AuthorizationPolicy[] =>
  policies.flatMap(({ policy }) => policy ?? []);

const isSent = ({ action }: AuthorizationPolicy, { fields }: AuthorizationRule): boolean =>
  action !== 'ALLOW' || !fields.some((field) => ztunnelField(field) === 'L7');
