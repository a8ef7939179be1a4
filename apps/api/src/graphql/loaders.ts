import { Injectable } from '@nestjs/common';
import {
  AnalysisRepository,
  type AnalysisRun,
  type Cluster,
  ClusterRepository,
  type Cohort,
  CohortRepository,
  EMPTY_PAGE,
  type FindingCounts,
  type FindingList,
  FindingRepository,
  type LogicalPolicy,
  type Page,
  type PageRequest,
  type PolicyManifest,
  PolicyRepository,
  type Snapshot,
  SnapshotRepository,
  type StoredFinding,
  type StoredVerdict,
  type VerdictFilter,
  VerdictRepository,
  type Viewer,
} from '@waymark/store';
import DataLoader from 'dataloader';

/** What the loaders ask. */
@Injectable()
export class LoadersFactory {
  constructor(
    readonly clusters: ClusterRepository,
    readonly snapshots: SnapshotRepository,
    readonly analyses: AnalysisRepository,
    readonly policies: PolicyRepository,
    readonly verdicts: VerdictRepository,
    readonly findings: FindingRepository,
    readonly cohorts: CohortRepository,
  ) {}

  of(viewer: Viewer): Loaders {
    return new Loaders(this, viewer);
  }
}

type Pages<T> = DataLoader<string, Page<T>>;

/**
 * Gathers the look-ups of one request: a hundred findings ask for their clusters in one statement. The loaders live
 * for one request, so they never serve another caller's rows.
 */
export class Loaders {
  private readonly pages = new Map<string, Pages<unknown>>();

  constructor(
    private readonly store: LoadersFactory,
    private readonly viewer: Viewer,
  ) {}

  readonly clusters = new DataLoader<string, Cluster | null>(async (ids) =>
    inOrderOf(ids, await this.store.clusters.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly currentSnapshots = new DataLoader<string, Snapshot | null>(async (clusterIds) =>
    inOrderOf(clusterIds, await this.store.snapshots.currentOf(this.viewer, clusterIds), ({ clusterId }) => clusterId),
  );
  readonly snapshots = new DataLoader<string, Snapshot | null>(async (ids) =>
    inOrderOf(ids, await this.store.snapshots.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly analyses = new DataLoader<string, AnalysisRun | null>(async (ids) =>
    inOrderOf(ids, await this.store.analyses.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly policies = new DataLoader<string, LogicalPolicy | null>(async (ids) =>
    inOrderOf(ids, await this.store.policies.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly verdicts = new DataLoader<string, StoredVerdict | null>(async (ids) =>
    inOrderOf(ids, await this.store.verdicts.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly findings = new DataLoader<string, StoredFinding | null>(async (ids) =>
    inOrderOf(ids, await this.store.findings.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly cohorts = new DataLoader<string, Cohort | null>(async (ids) =>
    inOrderOf(ids, await this.store.cohorts.byIds(this.viewer, ids), ({ id }) => id),
  );
  readonly findingCountsOfPolicies = new DataLoader<string, FindingCounts>(async (ids) => {
    const counts = await this.store.findings.countByPolicies(this.viewer, ids);
    return ids.map((id) => counts.get(id) ?? { error: 0, warning: 0, info: 0 });
  });
  readonly manifestsOfPolicies = new DataLoader<string, readonly PolicyManifest[]>(async (ids) => {
    const manifests = await this.store.policies.manifestsOf(this.viewer, ids);
    return ids.map((id) => manifests.get(id) ?? []);
  });

  snapshotsOfClusters(page: PageRequest): Pages<Snapshot> {
    return this.pageLoader(['snapshotsOfClusters', page], (ids) =>
      this.store.snapshots.listByClusters(this.viewer, ids, page),
    );
  }

  findingsOfClusters(page: PageRequest, list: FindingList): Pages<StoredFinding> {
    return this.pageLoader(['findingsOfClusters', page, list], (ids) =>
      this.store.findings.listByClusters(this.viewer, ids, page, list),
    );
  }

  findingsOfPolicies(page: PageRequest, list: FindingList): Pages<StoredFinding> {
    return this.pageLoader(['findingsOfPolicies', page, list], (ids) =>
      this.store.findings.listByPolicies(this.viewer, ids, page, list),
    );
  }

  verdictsOfPolicies(page: PageRequest, filter: VerdictFilter): Pages<StoredVerdict> {
    return this.pageLoader(['verdictsOfPolicies', page, filter], (ids) =>
      this.store.verdicts.listByPolicies(this.viewer, ids, page, filter),
    );
  }

  /** One loader for the same list with the same arguments, whichever parent asks. */
  private pageLoader<T>(
    key: readonly unknown[],
    load: (parentIds: readonly string[]) => Promise<Map<string, Page<T>>>,
  ): Pages<T> {
    const name = JSON.stringify(key);
    const known = this.pages.get(name);
    // The key names the list, and with it T.
    if (known !== undefined) return known as Pages<T>;
    const loader = new DataLoader<string, Page<T>>(async (ids) => {
      const pages = await load(ids);
      return ids.map((id) => pages.get(id) ?? EMPTY_PAGE);
    });
    this.pages.set(name, loader as Pages<unknown>);
    return loader;
  }
}

function inOrderOf<T>(ids: readonly string[], rows: readonly T[], idOf: (row: T) => string): (T | null)[] {
  const rowsById = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => rowsById.get(id) ?? null);
}
