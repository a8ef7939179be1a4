import type { DenyAllCause, FailOpenCause, Fact, ObjectRef } from '@waymark/engine';
import type { RiskSide } from './cluster-facts.js';
import { opened, type Database } from './database.js';
import { Prisma } from './generated/prisma/client.js';
import { allOf, listPages, NO_PARENT } from './list.js';
import { EMPTY_PAGE, type Order, type Page, type PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

/** A policy of one cluster that denies all to something, or that does not hold back what it means to. */
export interface StoredRisk {
  readonly clusterId: string;
  readonly cause: DenyAllCause | FailOpenCause;
  readonly object: ObjectRef;
  readonly intended: boolean;
  /** How many of what it cuts off are workloads (or gateways), and how many services. */
  readonly workloads: number;
  readonly services: number;
  readonly cutOff: readonly ObjectRef[];
  readonly covered: readonly ObjectRef[];
  readonly callers: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

export interface RiskFilter {
  readonly cause?: DenyAllCause | FailOpenCause | null;
  readonly intended?: boolean | null;
  /** Name of the cluster. */
  readonly cluster?: string | null;
  readonly namespace?: string | null;
}

const WIDEST_FIRST: Order = {
  name: 'risk-reach',
  columns: [
    { column: Prisma.sql`r.cut_off_count`, type: 'int', descending: true },
    { column: Prisma.sql`r.covered_count`, type: 'int', descending: true },
    { column: Prisma.sql`r.cluster_id`, type: 'uuid' },
    { column: Prisma.sql`r.kind`, type: 'text' },
    { column: Prisma.sql`r.namespace`, type: 'text' },
    { column: Prisma.sql`r.name`, type: 'text' },
    { column: Prisma.sql`r.cause`, type: 'text' },
  ],
};

/** Deny-alls and what fails open, over the clusters. */
export class RiskRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** The widest first: by what is cut off, then by what is covered. @throws InvalidCursor */
  async list(viewer: Viewer, side: RiskSide, page: PageRequest, filter: RiskFilter = {}): Promise<Page<StoredRisk>> {
    const pages = await listPages<RiskRow, StoredRisk>(this.prisma, {
      parents: NO_PARENT,
      columns: RISK_COLUMNS,
      from: Prisma.sql`cluster_risk r JOIN cluster c ON c.id = r.cluster_id`,
      where: Prisma.sql`r.side = ${side} AND ${visibleTo(viewer)} AND ${passes(filter)}`,
      order: WIDEST_FIRST,
      page,
      toNode: toRisk,
    });
    return pages.get('') ?? EMPTY_PAGE;
  }
}

function passes({ cause, intended, cluster, namespace }: RiskFilter): Prisma.Sql {
  return allOf([
    cause ? Prisma.sql`r.cause = ${cause}` : null,
    intended == null ? null : Prisma.sql`r.intended = ${intended}`,
    cluster ? Prisma.sql`c.name = ${cluster}` : null,
    namespace == null ? null : Prisma.sql`r.namespace = ${namespace}`,
  ]);
}

const RISK_COLUMNS = Prisma.sql`
  r.cluster_id AS "clusterId", r.cause, r.kind, r.namespace, r.name, r.intended, r.workloads, r.services,
  r.cut_off AS "cutOff", r.covered, r.callers, r.evidence`;

type RiskRow = Omit<StoredRisk, 'object'> & ObjectRef;

const toRisk = ({ kind, namespace, name, ...row }: RiskRow): StoredRisk => ({
  ...row,
  object: { kind, namespace, name },
});
