import type { Effect, Enforcer, EnforcerType, ObjectRef, PathClass, Severity } from '@waymark/engine';
import { opened, type Database } from './database.js';
import { SnapshotsNotComparable } from './errors.js';
import type { ChangeCause } from './finish.js';
import { Prisma } from './generated/prisma/client.js';
import { clusterKeyId, parseNumberedId } from './ids.js';
import { listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { severityOf } from './severity.js';
import { visibleTo, type Viewer } from './viewer.js';

export const CHANGES = ['ADDED', 'REMOVED', 'CHANGED'] as const;
export type Change = (typeof CHANGES)[number];

export interface ObjectChange {
  readonly change: Change;
  readonly object: ObjectRef;
  /** Hex digests of the manifests. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface VerdictChange {
  readonly change: Change;
  readonly cause: ChangeCause;
  readonly policy: ObjectRef;
  readonly enforcer: Enforcer;
  readonly pathClass: PathClass | null;
  readonly effect: Effect;
}

export interface FindingChange {
  readonly change: Change;
  readonly cause: ChangeCause;
  readonly findingId: string;
  readonly check: string;
  readonly severity: Severity;
  readonly object: ObjectRef;
  /** What it said after the change, or before it was fixed. */
  readonly message: string;
}

/** Two snapshots of one cluster, the older first. */
export interface SnapshotPair {
  readonly clusterId: string;
  readonly from: number;
  readonly to: number;
  /** Both have answers of their own, so that verdicts and findings can be compared: neither is late or unfinished. */
  readonly answered: boolean;
}

/** What changed between two snapshots: read from validity ranges, without analysing anything again. */
export class ChangeRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** null when one of them is not known (or may not be seen). @throws SnapshotsNotComparable */
  async pairOf(viewer: Viewer, fromId: string, toId: string): Promise<SnapshotPair | null> {
    const [from, to] = [parseNumberedId(fromId), parseNumberedId(toId)];
    if (from === null || to === null) return null;
    if (from.clusterId !== to.clusterId || from.number > to.number) throw new SnapshotsNotComparable();
    const rows = await this.prisma.$queryRaw<{ sequence: number; answered: boolean }[]>`
      SELECT s.sequence, NOT s.late AND a.state = 'DONE' AND s.sequence <= coalesce(c.analysed_sequence, 0) AS answered
      FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
      JOIN analysis a ON a.cluster_id = s.cluster_id AND a.number = s.analysis
      WHERE s.cluster_id = ${from.clusterId}::uuid AND s.sequence = ANY(${[from.number, to.number]}::int[])
        AND ${visibleTo(viewer)}`;
    if (rows.length < new Set([from.number, to.number]).size) return null;
    const answered = rows.every((row) => row.answered);
    return { clusterId: from.clusterId, from: from.number, to: to.number, answered };
  }

  /** By kind, namespace and name. @throws InvalidCursor */
  objects(pair: SnapshotPair, page: PageRequest): Promise<Page<ObjectChange>> {
    const columns = Prisma.sql`kind, namespace, name, api_group, encode(digest, 'hex') AS digest`;
    return this.list<Omit<ObjectChange, 'object'> & ObjectRef, ObjectChange>(page, OBJECT_ORDER, {
      columns: Prisma.sql`x.change, x.kind, x.namespace, x.name, x.before, x.after`,
      from: Prisma.sql`(
        SELECT ${changeBy('digest')} AS change, kind, namespace, name, api_group, a.digest AS before, b.digest AS after
        FROM (${endedIn(Prisma.sql`object_version`, columns, pair)}) AS a
        FULL JOIN (${begunIn(Prisma.sql`object_version`, columns, pair)}) AS b USING (kind, namespace, name, api_group)
        WHERE a.digest IS DISTINCT FROM b.digest) AS x`,
      toNode: ({ kind, namespace, name, change, before, after }) => {
        return { change, before, after, object: { kind, namespace, name } };
      },
    });
  }

  /** By policy, then enforcer. @throws InvalidCursor */
  verdicts(pair: SnapshotPair, page: PageRequest): Promise<Page<VerdictChange>> {
    if (!pair.answered) return Promise.resolve(EMPTY_PAGE);
    const columns = Prisma.sql`key, ${Prisma.raw(VERDICT_COLUMNS.join())}, meaning, from_cause, to_cause`;
    return this.list<VerdictChangeRow, VerdictChange>(page, VERDICT_ORDER, {
      columns: Prisma.sql`x.*`,
      from: Prisma.sql`(
        SELECT ${changeBy('meaning')} AS change, coalesce(b.from_cause, a.to_cause, 'CLUSTER') AS cause,
          encode(key, 'hex') AS key, ${eitherOf(VERDICT_COLUMNS)}
        FROM (${endedIn(Prisma.sql`verdict`, columns, pair)}) AS a
        FULL JOIN (${begunIn(Prisma.sql`verdict`, columns, pair)}) AS b USING (key)
        WHERE a.meaning IS DISTINCT FROM b.meaning) AS x`,
      toNode: ({ change, cause, kind, namespace, name, path_class, effect, ...enforcer }) => ({
        change,
        cause,
        policy: { kind, namespace, name },
        enforcer: {
          type: enforcer.enforcer_type,
          namespace: enforcer.enforcer_namespace,
          name: enforcer.enforcer_name,
        },
        pathClass: path_class,
        effect,
      }),
    });
  }

  /** The worst first. @throws InvalidCursor */
  findings(pair: SnapshotPair, page: PageRequest): Promise<Page<FindingChange>> {
    if (!pair.answered) return Promise.resolve(EMPTY_PAGE);
    const columns = Prisma.sql`fingerprint, message, meaning, from_cause, to_cause`;
    return this.list<FindingChangeRow, FindingChange>(page, FINDING_ORDER, {
      columns: Prisma.sql`x.*`,
      from: Prisma.sql`(
        SELECT ${changeBy('meaning')} AS change, coalesce(b.from_cause, a.to_cause, 'CLUSTER') AS cause, fingerprint,
          coalesce(b.message, a.message) AS message, f.check_id AS "check", f.severity_rank AS rank, f.kind, f.namespace, f.name
        FROM (${endedIn(Prisma.sql`finding_version`, columns, pair)}) AS a
        FULL JOIN (${begunIn(Prisma.sql`finding_version`, columns, pair)}) AS b USING (fingerprint)
        JOIN finding f USING (fingerprint)
        WHERE f.cluster_id = ${pair.clusterId}::uuid AND a.meaning IS DISTINCT FROM b.meaning) AS x`,
      toNode: ({ change, cause, fingerprint, check, rank, kind, namespace, name, message }) => ({
        change,
        cause,
        findingId: clusterKeyId(pair.clusterId, fingerprint),
        check,
        severity: severityOf(rank),
        object: { kind, namespace, name },
        message,
      }),
    });
  }

  private async list<Row, T = Row>(
    page: PageRequest,
    order: Order,
    { columns, from, toNode }: { columns: Prisma.Sql; from: Prisma.Sql; toNode: (row: Row) => T },
  ): Promise<Page<T>> {
    const where = Prisma.sql`TRUE`;
    const pages = await listPages<Row, T>(this.prisma, {
      parents: NO_PARENT,
      columns,
      from,
      where,
      order,
      page,
      toNode,
    });
    return pages.get('') ?? EMPTY_PAGE;
  }
}

const text = (column: string) => ({ column: Prisma.sql`${Prisma.raw(column)}`, type: 'text' as const });
const OBJECT_ORDER: Order = {
  name: 'object-changes',
  columns: [text('x.kind'), text('x.namespace'), text('x.name'), text('x.api_group')],
};
const VERDICT_ORDER: Order = {
  name: 'verdict-changes',
  columns: [text('x.kind'), text('x.namespace'), text('x.name'), text('x.enforcer_type'), text('x.key')],
};
const FINDING_ORDER: Order = {
  name: 'finding-changes',
  columns: [{ column: Prisma.sql`x.rank`, type: 'int' }, text('x."check"'), text('x.fingerprint')],
};

const VERDICT_COLUMNS = [
  ...['kind', 'namespace', 'name', 'enforcer_type', 'enforcer_namespace', 'enforcer_name'],
  ...['path_class', 'effect'],
];

const eitherOf = (columns: readonly string[]): Prisma.Sql =>
  Prisma.raw(columns.map((column) => `coalesce(b.${column}, a.${column}) AS ${column}`).join());

/** Rows `a` were valid at the older snapshot and no longer at the newer; rows `b` the other way round. */
const changeBy = (column: string): Prisma.Sql =>
  Prisma.raw(`CASE WHEN a.${column} IS NULL THEN 'ADDED' WHEN b.${column} IS NULL THEN 'REMOVED' ELSE 'CHANGED' END`);

const endedIn = (
  table: Prisma.Sql,
  columns: Prisma.Sql,
  { clusterId, from, to }: SnapshotPair,
): Prisma.Sql => Prisma.sql`
  SELECT ${columns} FROM ${table}
  WHERE cluster_id = ${clusterId}::uuid AND valid_to > ${from} AND valid_to <= ${to} AND valid_from <= ${from}`;

const begunIn = (
  table: Prisma.Sql,
  columns: Prisma.Sql,
  { clusterId, from, to }: SnapshotPair,
): Prisma.Sql => Prisma.sql`
  SELECT ${columns} FROM ${table}
  WHERE cluster_id = ${clusterId}::uuid AND valid_from > ${from} AND valid_from <= ${to}
    AND (valid_to IS NULL OR valid_to > ${to})`;

interface VerdictChangeRow extends ObjectRef {
  readonly change: Change;
  readonly cause: ChangeCause;
  readonly enforcer_type: EnforcerType;
  readonly enforcer_namespace: string;
  readonly enforcer_name: string;
  readonly path_class: PathClass | null;
  readonly effect: Effect;
}

interface FindingChangeRow extends ObjectRef {
  readonly change: Change;
  readonly cause: ChangeCause;
  readonly fingerprint: string;
  readonly check: string;
  readonly rank: number;
  readonly message: string;
}
