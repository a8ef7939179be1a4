import { hasAllLabels } from './labels.js';
import type { ClusterModel, Labels, Workload } from './model.js';
import { compareText } from './order.js';

/** Workloads by label, for one namespace or the whole cluster. */
class Postings {
  private readonly byLabel = new Map<string, Map<string, Workload[]>>();
  private readonly bySelector = new Map<string, readonly Workload[]>();

  constructor(workloads: readonly Workload[]) {
    for (const workload of workloads) {
      const labels = workload.labels ?? {};
      for (const key of Object.keys(labels)) this.post(key, labels[key] ?? '', workload);
    }
  }

  private post(key: string, value: string, workload: Workload): void {
    let byValue = this.byLabel.get(key);
    if (byValue === undefined) this.byLabel.set(key, (byValue = new Map()));
    const posting = byValue.get(value);
    if (posting === undefined) byValue.set(value, [workload]);
    else posting.push(workload);
  }

  select(matchLabels: Labels): readonly Workload[] {
    const wanted = Object.entries(matchLabels);
    const [only] = wanted;
    if (only !== undefined && wanted.length === 1) return this.byLabel.get(only[0])?.get(only[1]) ?? NOTHING;
    wanted.sort(([a], [b]) => compareText(a, b));
    const selector = JSON.stringify(wanted);
    let selected = this.bySelector.get(selector);
    if (selected === undefined) this.bySelector.set(selector, (selected = this.match(matchLabels, wanted)));
    return selected;
  }

  /** Walks the rarest label only. */
  private match(matchLabels: Labels, wanted: readonly (readonly [string, string])[]): readonly Workload[] {
    let rarest: readonly Workload[] | undefined;
    for (const [key, value] of wanted) {
      const posting = this.byLabel.get(key)?.get(value);
      if (posting === undefined) return NOTHING;
      if (rarest === undefined || posting.length < rarest.length) rarest = posting;
    }
    return (rarest ?? NOTHING).filter((workload) => hasAllLabels(matchLabels, workload.labels));
  }
}

const NOTHING: readonly Workload[] = Object.freeze([]);

/** Answers each label selector once; what was asked before costs a look-up. */
export class WorkloadIndex {
  private readonly byNamespace = new Map<string, Postings>();
  private wholeCluster: Postings | undefined;

  constructor(
    private readonly workloads: readonly Workload[],
    private readonly workloadsByNamespace: ReadonlyMap<string, readonly Workload[]>,
  ) {}

  /** @param namespace null: all of them. */
  select(namespace: string | null, matchLabels: Labels): readonly Workload[] {
    if (Object.keys(matchLabels).length === 0) return this.all(namespace);
    if (namespace === null) return (this.wholeCluster ??= new Postings(this.workloads)).select(matchLabels);
    let postings = this.byNamespace.get(namespace);
    if (postings === undefined) {
      postings = new Postings(this.all(namespace));
      this.byNamespace.set(namespace, postings);
    }
    return postings.select(matchLabels);
  }

  private all(namespace: string | null): readonly Workload[] {
    return namespace === null ? this.workloads : (this.workloadsByNamespace.get(namespace) ?? NOTHING);
  }
}

/**
 * The workloads whose labels include all of `matchLabels`, in model order; an empty `matchLabels` selects every one.
 * Workloads without a labels field match like those with empty labels: the quirk of semantics 14.17 belongs to ztunnel's
 * AuthorizationPolicies and is the caller's.
 *
 * @param namespace null: in all namespaces.
 */
export const selectWorkloads = (
  model: ClusterModel,
  namespace: string | null,
  matchLabels: Labels,
): readonly Workload[] => model.workloadIndex.select(namespace, matchLabels);
