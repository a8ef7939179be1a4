import type { Effect, Enforcer, EnforcerType, PathClass, Verdict } from '@waymark/engine';
import { opened, type Database } from './database.js';
import { policyParents } from './finding.repository.js';
import { Prisma } from './generated/prisma/client.js';
import { clusterKeyId, parseClusterKeyId, policyId } from './ids.js';
import { allOf, listPages } from './list.js';
import type { Order, Page, PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

/** A verdict of the current analysis of a cluster. */
export interface StoredVerdict extends Verdict {
  readonly id: string;
  readonly clusterId: string;
  readonly policyId: string;
}

export interface VerdictFilter {
  /** Name of the cluster. */
  readonly cluster?: string | null;
  readonly effect?: Effect | null;
  readonly enforcer?: EnforcerType | null;
  readonly pathClass?: PathClass | null;
}

const BY_CLUSTER: Order = {
  name: 'verdict-cluster',
  columns: [
    { column: Prisma.sql`c.name`, type: 'text' },
    { column: Prisma.sql`v.enforcer_type`, type: 'text' },
    { column: Prisma.sql`v.enforcer_namespace`, type: 'text' },
    { column: Prisma.sql`v.enforcer_name`, type: 'text' },
    { column: Prisma.sql`encode(v.key, 'hex')`, type: 'text' },
  ],
};

/** Current verdicts: what each policy comes to, at whom, with what effect and why. */
export class VerdictRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** The verdicts of each policy, by cluster and enforcer. @throws InvalidCursor */
  listByPolicies(
    viewer: Viewer,
    policyIds: readonly string[],
    page: PageRequest,
    filter: VerdictFilter = {},
  ): Promise<Map<string, Page<StoredVerdict>>> {
    return listPages<VerdictRow, StoredVerdict>(this.prisma, {
      parents: policyParents(policyIds),
      columns: VERDICT_COLUMNS,
      from: Prisma.sql`verdict v JOIN cluster c ON c.id = v.cluster_id`,
      where: Prisma.sql`v.valid_to IS NULL
        AND v.kind = parent.kind AND v.namespace = parent.namespace AND v.name = parent.name
        AND ${visibleTo(viewer)} AND ${passes(filter)}`,
      order: BY_CLUSTER,
      page,
      toNode: toVerdict,
    });
  }

  /** Those of the ids that exist and may be seen, in any order; of a verdict that has ended, the last version. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<StoredVerdict[]> {
    const keys = ids.map(parseClusterKeyId).filter((key) => key !== null && /^([0-9a-f]{2})+$/.test(key.rest));
    const rows = await this.prisma.$queryRaw<VerdictRow[]>`
      SELECT DISTINCT ON (v.cluster_id, v.key) ${VERDICT_COLUMNS}
      FROM unnest(${keys.map((key) => key?.clusterId ?? '')}::uuid[], ${keys.map((key) => key?.rest ?? '')}::text[])
        AS asked (cluster_id, key)
      JOIN verdict v ON v.cluster_id = asked.cluster_id AND v.key = decode(asked.key, 'hex')
      JOIN cluster c ON c.id = v.cluster_id
      WHERE ${visibleTo(viewer)} ORDER BY v.cluster_id, v.key, v.valid_from DESC`;
    return rows.map(toVerdict);
  }
}

function passes({ cluster, effect, enforcer, pathClass }: VerdictFilter): Prisma.Sql {
  return allOf([
    cluster ? Prisma.sql`c.name = ${cluster}` : null,
    effect ? Prisma.sql`v.effect = ${effect}` : null,
    enforcer ? Prisma.sql`v.enforcer_type = ${enforcer}` : null,
    pathClass ? Prisma.sql`v.path_class = ${pathClass}` : null,
  ]);
}

const VERDICT_COLUMNS = Prisma.sql`
  v.cluster_id AS "clusterId", encode(v.key, 'hex') AS key, v.kind, v.namespace, v.name,
  v.enforcer_type AS "enforcerType", v.enforcer_namespace AS "enforcerNamespace", v.enforcer_name AS "enforcerName",
  v.path_class AS "pathClass", v.effect, v.rules, v.targets, v.evidence`;

interface VerdictRow extends Pick<
  StoredVerdict,
  'clusterId' | 'pathClass' | 'effect' | 'rules' | 'targets' | 'evidence'
> {
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly enforcerType: EnforcerType;
  readonly enforcerNamespace: string;
  readonly enforcerName: string;
}

function toVerdict({ key, kind, namespace, name, enforcerType, enforcerNamespace, enforcerName, ...row }: VerdictRow) {
  const policy = { kind, namespace, name };
  const enforcer: Enforcer = { type: enforcerType, namespace: enforcerNamespace, name: enforcerName };
  return { ...row, id: clusterKeyId(row.clusterId, key), policyId: policyId(policy), policy, enforcer };
}
