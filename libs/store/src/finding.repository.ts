import type { Fact, ObjectRef, Severity, SuppressedFinding } from '@waymark/engine';
import type { FindingCounts } from './cluster.repository.js';
import { opened, type Database } from './database.js';
import { Prisma } from './generated/prisma/client.js';
import { clusterKeyId, parseClusterKeyId, parsePolicyId } from './ids.js';
import { allOf, listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { SEVERITIES, severityOf } from './severity.js';
import { visibleTo, type Viewer } from './viewer.js';

/** SUPPRESSED: still found, and an annotation in the manifest asks to ignore it. */
export type FindingState = 'OPEN' | 'FIXED' | 'SUPPRESSED';

/** A finding of one cluster over its life, with what it said last. */
export interface StoredFinding {
  readonly id: string;
  readonly clusterId: string;
  readonly fingerprint: string;
  readonly check: string;
  readonly severity: Severity;
  readonly state: FindingState;
  readonly message: string;
  readonly object: ObjectRef;
  readonly field: string;
  readonly file: string;
  readonly line: number;
  readonly affected: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
  /** null unless the last version is suppressed; a fixed finding may have been. */
  readonly suppression: SuppressedFinding['suppression'] | null;
  /** Captured times of the first and the last snapshot that show it. */
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** How often it came back after it was fixed. */
  readonly reopened: number;
}

export interface FindingFilter {
  readonly severity?: Severity | null;
  readonly state?: FindingState | null;
  readonly check?: string | null;
  /** Name of the cluster. */
  readonly cluster?: string | null;
  /** Of the object. */
  readonly namespace?: string | null;
  readonly kind?: string | null;
  readonly name?: string | null;
}

/** SEVERITY: the worst first. FIRST_SEEN: the newest first. CLUSTER: by cluster name, then the worst first. */
export type FindingOrder = 'SEVERITY' | 'FIRST_SEEN' | 'CLUSTER';

export interface FindingList {
  readonly filter?: FindingFilter;
  readonly order?: FindingOrder;
}

/** Open findings of one check over the clusters. */
export interface CheckCount {
  readonly check: string;
  readonly severity: Severity;
  readonly open: number;
  readonly clusters: number;
}

const RANK = { column: Prisma.sql`f.severity_rank`, type: 'int' } as const;
const CHECK = { column: Prisma.sql`f.check_id`, type: 'text' } as const;
const CLUSTER_ID = { column: Prisma.sql`f.cluster_id`, type: 'uuid' } as const;
const FINGERPRINT = { column: Prisma.sql`f.fingerprint`, type: 'text' } as const;
const ORDERS: Record<FindingOrder, Order> = {
  SEVERITY: { name: 'finding-severity', columns: [RANK, CHECK, CLUSTER_ID, FINGERPRINT] },
  FIRST_SEEN: {
    name: 'finding-first-seen',
    columns: [{ column: Prisma.sql`f.first_seen`, type: 'timestamptz', descending: true }, CLUSTER_ID, FINGERPRINT],
  },
  CLUSTER: {
    name: 'finding-cluster',
    columns: [{ column: Prisma.sql`c.name`, type: 'text' }, RANK, CHECK, FINGERPRINT],
  },
};

/** Findings of the fleet, of clusters and of policies: open, fixed and suppressed. */
export class FindingRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** @throws InvalidCursor */
  async list(viewer: Viewer, page: PageRequest, options: FindingList = {}): Promise<Page<StoredFinding>> {
    const pages = await this.pages(viewer, page, options, { parents: NO_PARENT, belongs: Prisma.sql`TRUE` });
    return pages.get('') ?? EMPTY_PAGE;
  }

  /** The findings of each cluster. @throws InvalidCursor */
  listByClusters(
    viewer: Viewer,
    clusterIds: readonly string[],
    page: PageRequest,
    options: FindingList = {},
  ): Promise<Map<string, Page<StoredFinding>>> {
    return this.pages(viewer, page, options, {
      parents: Prisma.sql`SELECT unnest(${[...clusterIds]}::text[]) AS id`,
      belongs: Prisma.sql`f.cluster_id = parent.id::uuid`,
    });
  }

  /** The findings whose object is the policy, for each policy. @throws InvalidCursor */
  listByPolicies(
    viewer: Viewer,
    policyIds: readonly string[],
    page: PageRequest,
    options: FindingList = {},
  ): Promise<Map<string, Page<StoredFinding>>> {
    return this.pages(viewer, page, options, {
      parents: policyParents(policyIds),
      belongs: Prisma.sql`(f.kind, f.namespace, f.name) = (parent.kind, parent.namespace, parent.name)`,
    });
  }

  /** Those of the ids that exist and may be seen, in any order. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<StoredFinding[]> {
    const keys = ids.map(parseClusterKeyId).filter((key) => key !== null);
    const rows = await this.prisma.$queryRaw<FindingRow[]>`
      SELECT ${FINDING_COLUMNS}
      FROM unnest(${keys.map((key) => key.clusterId)}::uuid[], ${keys.map((key) => key.rest)}::text[])
        AS asked (cluster_id, fingerprint)
      JOIN finding f ON f.cluster_id = asked.cluster_id AND f.fingerprint = asked.fingerprint
      ${JOINED} WHERE ${visibleTo(viewer)}`;
    return rows.map(toFinding);
  }

  /** Open findings of each policy by severity. */
  async countByPolicies(viewer: Viewer, policyIds: readonly string[]): Promise<Map<string, FindingCounts>> {
    const rows = await this.prisma.$queryRaw<{ id: string; rank: number; count: number }[]>`
      SELECT parent.id, f.severity_rank AS rank, count(*)::int AS count
      FROM (${policyParents(policyIds)}) AS parent
      JOIN finding f ON f.kind = parent.kind AND f.namespace = parent.namespace AND f.name = parent.name
      JOIN cluster c ON c.id = f.cluster_id
      WHERE f.state = 'OPEN' AND ${visibleTo(viewer)} GROUP BY 1, 2`;
    const counts = new Map(policyIds.map((id) => [id, { error: 0, warning: 0, info: 0 }]));
    for (const { id, rank, count } of rows) {
      const policy = counts.get(id);
      if (policy) policy[severityOf(rank)] = count;
    }
    return counts;
  }

  /** Checks with open findings, the most harmful first. */
  async openByCheck(viewer: Viewer): Promise<CheckCount[]> {
    const rows = await this.prisma.$queryRaw<(Omit<CheckCount, 'severity'> & { rank: number })[]>`
      SELECT f.check_id AS "check", min(f.severity_rank)::int AS rank, count(*)::int AS open,
        count(DISTINCT f.cluster_id)::int AS clusters
      FROM finding f JOIN cluster c ON c.id = f.cluster_id
      WHERE f.state = 'OPEN' AND ${visibleTo(viewer)}
      GROUP BY f.check_id ORDER BY 2, 4 DESC, 3 DESC, 1`;
    return rows.map(({ rank, ...row }) => ({ ...row, severity: severityOf(rank) }));
  }

  private pages(
    viewer: Viewer,
    page: PageRequest,
    { filter = {}, order = 'SEVERITY' }: FindingList,
    { parents, belongs }: { parents: Prisma.Sql; belongs: Prisma.Sql },
  ): Promise<Map<string, Page<StoredFinding>>> {
    return listPages<FindingRow, StoredFinding>(this.prisma, {
      parents,
      columns: FINDING_COLUMNS,
      from: Prisma.sql`finding f ${JOINED}`,
      where: Prisma.sql`${belongs} AND ${visibleTo(viewer)} AND ${passes(filter)}`,
      order: ORDERS[order],
      page,
      toNode: toFinding,
    });
  }
}

/** The policies as parents of a list; ids that are none are left out. */
export function policyParents(policyIds: readonly string[]): Prisma.Sql {
  const policies = policyIds.flatMap((id) => {
    const policy = parsePolicyId(id);
    return policy === null ? [] : [{ id, ...policy }];
  });
  return Prisma.sql`
    SELECT id, kind, namespace, name FROM json_to_recordset(${JSON.stringify(policies)}::json)
      AS policy (id text, kind text, namespace text, name text)`;
}

function passes({ severity, state, check, cluster, namespace, kind, name }: FindingFilter): Prisma.Sql {
  return allOf([
    severity ? Prisma.sql`f.severity_rank = ${SEVERITIES.indexOf(severity)}` : null,
    state ? Prisma.sql`f.state = ${state}::finding_state` : null,
    check ? Prisma.sql`f.check_id = ${check}` : null,
    cluster ? Prisma.sql`c.name = ${cluster}` : null,
    namespace === null || namespace === undefined ? null : Prisma.sql`f.namespace = ${namespace}`,
    kind ? Prisma.sql`f.kind = ${kind}` : null,
    name ? Prisma.sql`f.name = ${name}` : null,
  ]);
}

const JOINED = Prisma.sql`
  JOIN cluster c ON c.id = f.cluster_id
  JOIN finding_version v
    ON v.cluster_id = f.cluster_id AND v.fingerprint = f.fingerprint AND v.valid_from = f.version`;

/** A finding that is not fixed is still seen: its row is not touched while nothing changes. */
const FINDING_COLUMNS = Prisma.sql`
  f.cluster_id AS "clusterId", f.fingerprint, f.check_id AS "check", f.severity_rank AS rank, f.state::text AS state,
  f.kind, f.namespace, f.name, v.message, v.field, v.file, v.line, v.affected, v.evidence, v.suppression,
  f.first_seen AS "firstSeen", coalesce(f.last_seen, c.captured_at, f.first_seen) AS "lastSeen", f.reopened`;

type FindingRow = Omit<StoredFinding, 'id' | 'severity' | 'object'> & ObjectRef & { readonly rank: number };

function toFinding({ rank, kind, namespace, name, ...row }: FindingRow): StoredFinding {
  const id = clusterKeyId(row.clusterId, row.fingerprint);
  return { ...row, id, severity: severityOf(rank), object: { kind, namespace, name } };
}
