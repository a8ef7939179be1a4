import type { ClusterModel, Workload } from '../model/model.js';
import type { PolicyBase } from '../model/policy.js';
import { selectWorkloads } from '../model/workload-index.js';

const NOTHING: readonly Workload[] = Object.freeze([]);

/** Which workloads the selector of a policy means: two readings, because ztunnel and Envoy differ on empty ones. */
export class Selection {
  private readonly withoutLabels = new Map<string | null, readonly Workload[]>();
  private readonly withQuirk = new Map<readonly Workload[], readonly Workload[]>();

  constructor(private readonly model: ClusterModel) {}

  /**
   * Semantics 4.8, 14.17: `selector: {}` attaches to nothing; a pod without a labels field gets every policy with labels
   * in its selector, of its namespace and of the root namespace; before 1.22.2 of all namespaces. Istio ambient/workloads.go buildWorkloadPolicies.
   */
  atZtunnel(policy: PolicyBase): readonly Workload[] {
    const namespace = this.reach(policy);
    if (policy.selector === undefined) return selectWorkloads(this.model, namespace, {});
    const { matchLabels } = policy.selector;
    if (matchLabels === undefined || Object.keys(matchLabels).length === 0) return NOTHING;
    const selectedIn = this.model.behaviour.selectorsStayInNamespace ? namespace : null;
    const selected = selectWorkloads(this.model, selectedIn, matchLabels);
    const unlabelled = this.unlabelled(selectedIn);
    return unlabelled.length === 0 ? selected : this.joined(selected, unlabelled);
  }

  /** Without a selector, or with an empty one, everything; in the root namespace, of every namespace. */
  atEnvoy(policy: PolicyBase): readonly Workload[] {
    return selectWorkloads(this.model, this.reach(policy), policy.selector?.matchLabels ?? {});
  }

  private reach({ namespace }: PolicyBase): string | null {
    return namespace === this.model.mesh.rootNamespace ? null : namespace;
  }

  private unlabelled(namespace: string | null): readonly Workload[] {
    let found = this.withoutLabels.get(namespace);
    if (found === undefined) {
      found = selectWorkloads(this.model, namespace, {}).filter(({ labels }) => labels === undefined);
      this.withoutLabels.set(namespace, found);
    }
    return found;
  }

  // The same selection answers the same array, so that what is computed from it can be kept beside it.
  private joined(selected: readonly Workload[], unlabelled: readonly Workload[]): readonly Workload[] {
    if (selected.length === 0) return unlabelled;
    let joined = this.withQuirk.get(selected);
    if (joined === undefined) this.withQuirk.set(selected, (joined = [...selected, ...unlabelled]));
    return joined;
  }
}
