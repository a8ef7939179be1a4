import type { ClusterModel, Workload } from '../model/model.js';
import type { PeerAuthentication } from '../model/policy.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import { selectWorkloads } from '../model/workload-index.js';
import {
  derivedPolicy,
  type MutualTls,
  mutualTlsOf,
  staticStrictPolicy,
  type ParentLevels,
  type PeerAuthenticationLevels,
} from './peer-authentication.js';
import type { ZtunnelPolicy } from './convert.js';

/** Meant for a whole namespace or mesh: an empty selector counts as none here. */
export const isWide = ({ selector }: PeerAuthentication): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0;

/** PeerAuthentications by level, oldest first at each (semantics 6.1). */
export class PeerAuthenticationIndex {
  readonly all: readonly PeerAuthentication[];
  private readonly rootNamespace: string;
  private readonly behaviour: IstioBehaviour;
  private readonly wide = new Map<string, PeerAuthentication>();
  private readonly withoutSelector = new Map<string, PeerAuthentication>();
  private readonly byWorkload = new Map<Workload, PeerAuthentication>();
  /** Those with a selector that decide for some workload. */
  private readonly deciding = new Set<PeerAuthentication>();

  constructor(model: ClusterModel) {
    this.all = model.policies.filter((policy) => policy.kind === 'PeerAuthentication');
    this.rootNamespace = model.mesh.rootNamespace;
    this.behaviour = model.behaviour;
    const taken = new Set<readonly Workload[]>();
    for (const policy of this.all) {
      const { namespace, selector } = policy;
      if (selector === undefined && !this.withoutSelector.has(namespace)) this.withoutSelector.set(namespace, policy);
      if (isWide(policy)) {
        if (!this.wide.has(namespace)) this.wide.set(namespace, policy);
      } else if (namespace !== this.rootNamespace) {
        // Selectors in the root namespace are skipped (semantics 6.1).
        const selected = selectWorkloads(model, namespace, selector?.matchLabels ?? {});
        if (!taken.has(selected)) this.take(policy, selected);
        taken.add(selected);
      }
    }
  }

  private take(policy: PeerAuthentication, selected: readonly Workload[]): void {
    for (const workload of selected) {
      if (this.byWorkload.has(workload)) continue;
      this.byWorkload.set(workload, policy);
      this.deciding.add(policy);
    }
  }

  /** Of the workloads that a policy selects those for which it has a say: at its level it is the oldest. */
  decidedBy(policy: PeerAuthentication, selected: readonly Workload[]): readonly Workload[] {
    if (isWide(policy)) return this.wide.get(policy.namespace) === policy ? selected : [];
    return this.deciding.has(policy) ? selected.filter((workload) => this.byWorkload.get(workload) === policy) : [];
  }

  /** What decides for one workload: at each level the oldest. */
  levelsOf(workload: Workload): PeerAuthenticationLevels {
    const isRoot = workload.namespace === this.rootNamespace;
    return {
      mesh: this.wide.get(this.rootNamespace) ?? null,
      namespace: isRoot ? null : (this.wide.get(workload.namespace) ?? null),
      workload: this.byWorkload.get(workload) ?? null,
    };
  }

  /** What PeerAuthentications put on a workload's policy list at ztunnel. */
  mutualTlsOf(workload: Workload): MutualTls {
    return mutualTlsOf(this.levelsOf(workload), this.behaviour);
  }

  /** The levels above a namespace's workloads as the builder of derived policies sees them. */
  parentsOf({ namespace }: PeerAuthentication): ParentLevels {
    return {
      mesh: this.withoutSelector.get(this.rootNamespace) ?? null,
      namespace: namespace === this.rootNamespace ? null : (this.withoutSelector.get(namespace) ?? null),
    };
  }

  derived(policy: PeerAuthentication): ZtunnelPolicy | null {
    return derivedPolicy(policy, this.parentsOf(policy), this.rootNamespace, this.behaviour);
  }

  /** Everything that istiod sends to ztunnel because of PeerAuthentications. */
  sent(): readonly ZtunnelPolicy[] {
    if (this.all.length === 0) return [];
    const derived = this.all.map((policy) => this.derived(policy)).filter((policy) => policy !== null);
    return [staticStrictPolicy(this.rootNamespace), ...derived];
  }
}
