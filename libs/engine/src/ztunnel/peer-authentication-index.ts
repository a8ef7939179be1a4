import type { ClusterModel, Workload } from '../model/model.js';
import type { PeerAuthentication } from '../model/policy.js';
import {
  derivedPolicy,
  staticStrictPolicy,
  type ParentLevels,
  type PeerAuthenticationLevels,
} from './peer-authentication.js';
import type { ZtunnelPolicy } from './convert.js';

const hasLabels = ({ selector }: PeerAuthentication): boolean => Object.keys(selector?.matchLabels ?? {}).length > 0;

/** PeerAuthentications by level, oldest first at each (semantics 6.1). */
export class PeerAuthenticationIndex {
  readonly all: readonly PeerAuthentication[];
  private readonly rootNamespace: string;
  private readonly wide = new Map<string, PeerAuthentication>();
  private readonly withoutSelector = new Map<string, PeerAuthentication>();
  private readonly selecting = new Map<string, PeerAuthentication[]>();

  constructor({ policies, mesh }: ClusterModel) {
    this.all = policies.filter((policy) => policy.kind === 'PeerAuthentication');
    this.rootNamespace = mesh.rootNamespace;
    for (const policy of this.all) {
      const { namespace, selector } = policy;
      if (selector === undefined && !this.withoutSelector.has(namespace)) this.withoutSelector.set(namespace, policy);
      if (!hasLabels(policy)) {
        if (!this.wide.has(namespace)) this.wide.set(namespace, policy);
      } else {
        const list = this.selecting.get(namespace);
        if (list === undefined) this.selecting.set(namespace, [policy]);
        else list.push(policy);
      }
    }
  }

  /** What decides for one workload: at each level the oldest. */
  levelsOf({ namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): PeerAuthenticationLevels {
    const isRoot = namespace === this.rootNamespace;
    const selecting = isRoot ? [] : (this.selecting.get(namespace) ?? []);
    return {
      mesh: this.wide.get(this.rootNamespace) ?? null,
      namespace: isRoot ? null : (this.wide.get(namespace) ?? null),
      workload: selecting.find(({ selector }) => isSubset(selector?.matchLabels ?? {}, labels)) ?? null,
    };
  }

  /** The levels above a namespace's workloads as the builder of derived policies sees them. */
  parentsOf({ namespace }: PeerAuthentication): ParentLevels {
    return {
      mesh: this.withoutSelector.get(this.rootNamespace) ?? null,
      namespace: namespace === this.rootNamespace ? null : (this.withoutSelector.get(namespace) ?? null),
    };
  }

  derived(policy: PeerAuthentication): ZtunnelPolicy | null {
    return derivedPolicy(policy, this.parentsOf(policy), this.rootNamespace);
  }

  /** Everything that istiod sends to ztunnel because of PeerAuthentications. */
  sent(): readonly ZtunnelPolicy[] {
    if (this.all.length === 0) return [];
    const derived = this.all.map((policy) => this.derived(policy)).filter((policy) => policy !== null);
    return [staticStrictPolicy(this.rootNamespace), ...derived];
  }
}

const isSubset = (wanted: Readonly<Record<string, string>>, labels: Workload['labels']): boolean =>
  Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
