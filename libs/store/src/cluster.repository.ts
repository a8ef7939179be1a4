import type { Effect, IstioVersionSource, NamespaceSummary, Severity, WaypointSummary } from '@waymark/engine';
import { opened, type Database } from './database.js';
import { freshnessOf, FRESH_FOR_MS, type Freshness } from './freshness.js';
import { Prisma } from './generated/prisma/client.js';
import { isUuid } from './ids.js';
import { allOf, listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

export type FindingCounts = Readonly<Record<Severity, number>>;
export type EffectCounts = Readonly<Partial<Record<Effect, number>>>;

/** A cluster as it is known now: everything after `freshness` is what its newest finished analysis said. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly freshness: Freshness;
  readonly capturedAt: Date | null;
  readonly istioVersion: string | null;
  readonly istioVersionSource: IstioVersionSource | null;
  readonly rootNamespace: string | null;
  readonly trustDomain: string | null;
  readonly findingCounts: FindingCounts;
  readonly effectCounts: EffectCounts;
  readonly policyCount: number;
  readonly workloadCount: number;
  readonly capturedWorkloadCount: number;
  readonly namespaces: readonly NamespaceSummary[];
  readonly waypoints: readonly WaypointSummary[];
}

export interface ClusterFilter {
  /** Part of the name, whatever its case. */
  readonly name?: string | null;
  /** All must hold. */
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly freshness?: Freshness | null;
}

/** ERRORS: most open errors first. FRESHNESS: silent ones first, then the stalest. */
export type ClusterOrder = 'NAME' | 'ERRORS' | 'FRESHNESS';

const NAME = { column: Prisma.sql`c.name`, type: 'text' } as const;
const ORDERS: Record<ClusterOrder, Order> = {
  NAME: { name: 'cluster-name', columns: [NAME] },
  ERRORS: {
    name: 'cluster-errors',
    columns: [{ column: Prisma.sql`c.error_count`, type: 'int', descending: true }, NAME],
  },
  FRESHNESS: {
    name: 'cluster-freshness',
    columns: [{ column: Prisma.sql`coalesce(c.captured_at, '-infinity')`, type: 'timestamptz' }, NAME],
  },
};

/** Clusters: what they are called and labelled, and what is known of them now. */
export class ClusterRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  /** @throws InvalidCursor */
  async list(
    viewer: Viewer,
    page: PageRequest,
    { filter = {}, order = 'NAME' }: { filter?: ClusterFilter; order?: ClusterOrder } = {},
  ): Promise<Page<Cluster>> {
    const pages = await listPages<ClusterRow, Cluster>(this.prisma, {
      parents: NO_PARENT,
      columns: CLUSTER_COLUMNS,
      from: Prisma.sql`cluster c`,
      where: Prisma.sql`${visibleTo(viewer)} AND ${this.passes(filter)}`,
      order: ORDERS[order],
      page,
      toNode: (row) => this.toCluster(row),
    });
    return pages.get('') ?? EMPTY_PAGE;
  }

  async byName(viewer: Viewer, name: string): Promise<Cluster | null> {
    const rows = await this.prisma.$queryRaw<ClusterRow[]>`
      SELECT ${CLUSTER_COLUMNS} FROM cluster c WHERE c.name = ${name} AND ${visibleTo(viewer)}`;
    return rows[0] ? this.toCluster(rows[0]) : null;
  }

  /** Those of the ids that exist and may be seen, in any order. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<Cluster[]> {
    const rows = await this.prisma.$queryRaw<ClusterRow[]>`
      SELECT ${CLUSTER_COLUMNS} FROM cluster c
      WHERE c.id = ANY(${ids.filter(isUuid)}::uuid[]) AND ${visibleTo(viewer)}`;
    return rows.map((row) => this.toCluster(row));
  }

  /** Replaces the labels; the cluster is created when it is not known yet. */
  async setLabels(name: string, labels: Readonly<Record<string, string>>): Promise<Cluster> {
    const { id } = await this.prisma.cluster.upsert({
      where: { name },
      create: { name, labels },
      update: { labels },
      select: { id: true },
    });
    const rows = await this.prisma.$queryRaw<ClusterRow[]>`
      SELECT ${CLUSTER_COLUMNS} FROM cluster c WHERE c.id = ${id}::uuid`;
    if (!rows[0]) throw new Error(`The cluster ${name} was deleted while its labels were set.`);
    return this.toCluster(rows[0]);
  }

  private passes({ name, labels, freshness }: ClusterFilter): Prisma.Sql {
    const freshFrom = new Date(this.now().getTime() - FRESH_FOR_MS);
    const conditions = [
      name ? Prisma.sql`position(lower(${name}) IN lower(c.name)) > 0` : null,
      labels ? Prisma.sql`c.labels @> ${JSON.stringify(labels)}::jsonb` : null,
      freshness === 'FRESH' ? Prisma.sql`c.captured_at >= ${freshFrom}` : null,
      freshness === 'STALE' ? Prisma.sql`c.captured_at < ${freshFrom}` : null,
      freshness === 'SILENT' ? Prisma.sql`c.captured_at IS NULL` : null,
    ];
    return allOf(conditions);
  }

  private toCluster({ errors, warnings, infos, ...row }: ClusterRow): Cluster {
    return {
      ...row,
      freshness: freshnessOf(row.capturedAt, this.now()),
      findingCounts: { error: errors, warning: warnings, info: infos },
    };
  }
}

type ClusterRow = Omit<Cluster, 'freshness' | 'findingCounts'> & { errors: number; warnings: number; infos: number };

const CLUSTER_COLUMNS = Prisma.sql`
  c.id, c.name, c.labels, c.captured_at AS "capturedAt", c.istio_version AS "istioVersion",
  c.istio_version_source AS "istioVersionSource", c.root_namespace AS "rootNamespace", c.trust_domain AS "trustDomain",
  c.error_count AS errors, c.warning_count AS warnings, c.info_count AS infos, c.effect_counts AS "effectCounts",
  c.policy_count AS "policyCount", c.workload_count AS "workloadCount", c.captured_count AS "capturedWorkloadCount",
  c.namespaces, c.waypoints`;
