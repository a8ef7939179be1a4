import { hasAllLabels } from './labels.js';
import type { ClusterModel, Labels, Workload } from './model.js';
import { labelValue } from './narrow.js';

/** Workloads by label pair, for one namespace or the whole cluster. */
class Postings {
  private readonly byPair = new Map<string, Workload[]>();
  private readonly bySelector = new Map<string, readonly Workload[]>();

  constructor(private readonly workloads: readonly Workload[]) {
    for (const workload of workloads) {
      const { labels } = workload;
      for (const key in labels) {
        const pair = `${key}=${labels[key]}`;
        const posting = this.byPair.get(pair);
        if (posting === undefined) this.byPair.set(pair, [workload]);
        else posting.push(workload);
      }
    }
  }

  select(matchLabels: Labels): readonly Workload[] {
    const keys = Object.keys(matchLabels).sort();
    if (keys.length === 0) return this.workloads;
    const selector = keys.map((key) => `${key}=${labelValue(matchLabels, key)}`).join(',');
    let selected = this.bySelector.get(selector);
    if (selected === undefined) this.bySelector.set(selector, (selected = this.match(matchLabels, keys)));
    return selected;
  }

  /** Walks the rarest pair only. */
  private match(matchLabels: Labels, keys: readonly string[]): readonly Workload[] {
    let rarest: readonly Workload[] | undefined;
    for (const key of keys) {
      const posting = this.byPair.get(`${key}=${labelValue(matchLabels, key)}`);
      if (posting === undefined) return NOTHING;
      if (rarest === undefined || posting.length < rarest.length) rarest = posting;
    }
    if (rarest === undefined || keys.length === 1) return rarest ?? NOTHING;
    return rarest.filter((workload) => hasAllLabels(matchLabels, workload.labels));
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
    if (namespace === null) return (this.wholeCluster ??= new Postings(this.workloads)).select(matchLabels);
    let postings = this.byNamespace.get(namespace);
    if (postings === undefined) {
      postings = new Postings(this.workloadsByNamespace.get(namespace) ?? NOTHING);
      this.byNamespace.set(namespace, postings);
    }
    return postings.select(matchLabels);
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
