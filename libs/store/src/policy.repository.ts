import type { Effect, EnforcerType, KubernetesObject, ObjectRef } from '@waymark/engine';
import type { EffectCounts } from './cluster.repository.js';
import { opened, type Database } from './database.js';
import { policyParents } from './finding.repository.js';
import { Prisma } from './generated/prisma/client.js';
import { parsePolicyId, policyId } from './ids.js';
import { allOf, groupBy } from './list.js';
import { placesOf, type PlacedObject } from './manifest-places.js';
import { afterCursor, cursorColumns, encodeCursor, orderBy, type Order, type Page, type PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

export type EnforcerCounts = Readonly<Partial<Record<EnforcerType, number>>>;

/** A logical policy: kind, namespace and name over all clusters that the viewer may see. */
export interface LogicalPolicy extends ObjectRef {
  readonly id: string;
  /** AuthorizationPolicy only; the one of most clusters when they differ. */
  readonly action: string | null;
  readonly clusterIds: readonly string[];
  /** Verdicts over the clusters. */
  readonly enforcerCounts: EnforcerCounts;
  readonly effectCounts: EffectCounts;
}

/** The manifest of a policy, with the clusters that hold this very text. */
export interface PolicyManifest {
  /** Hex sha256 of the canonical JSON. */
  readonly digest: string;
  readonly body: KubernetesObject;
  readonly clusterIds: readonly string[];
  /** Where it stands in the first of the clusters. */
  readonly file: string;
  readonly line: number;
}

export interface PolicyFilter {
  readonly kind?: string | null;
  readonly namespace?: string | null;
  /** Part of the name, whatever its case. */
  readonly name?: string | null;
  /** Name of a cluster. */
  readonly cluster?: string | null;
  /** Policies with a verdict of this effect, and by this enforcer when both are asked. */
  readonly effect?: Effect | null;
  readonly enforcer?: EnforcerType | null;
}

const BY_NAME: Order = {
  name: 'policy-name',
  columns: [
    { column: Prisma.sql`p.kind`, type: 'text' },
    { column: Prisma.sql`p.namespace`, type: 'text' },
    { column: Prisma.sql`p.name`, type: 'text' },
  ],
};

/** Logical policies over the clusters. */
export class PolicyRepository {
  private readonly prisma;

  constructor(database: Database) {
    this.prisma = opened(database).prisma;
  }

  /** By kind, namespace and name. @throws InvalidCursor */
  async list(viewer: Viewer, page: PageRequest, filter: PolicyFilter = {}): Promise<Page<LogicalPolicy>> {
    const matching = Prisma.sql`
      FROM cluster_policy p JOIN cluster c ON c.id = p.cluster_id WHERE ${visibleTo(viewer)} AND ${passes(filter)}`;
    const keys = await this.prisma.$queryRaw<(ObjectRef & { cursorValues: string[] })[]>`
      SELECT p.kind, p.namespace, p.name, ${cursorColumns(BY_NAME)} AS "cursorValues" ${matching}
        AND ${afterCursor(BY_NAME, page.after)}
      GROUP BY p.kind, p.namespace, p.name ORDER BY ${orderBy(BY_NAME)} LIMIT ${page.first + 1}`;
    const [total] = await this.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (SELECT 1 ${matching} GROUP BY p.kind, p.namespace, p.name) AS policies`;
    const shown = keys.slice(0, page.first);
    const policies = new Map((await this.byIds(viewer, shown.map(policyId))).map((policy) => [policy.id, policy]));
    const edges = shown.flatMap((key) => {
      const node = policies.get(policyId(key)); // gone when an analysis finished in between
      return node ? [{ cursor: encodeCursor(BY_NAME, key.cursorValues), node }] : [];
    });
    return { edges, hasNextPage: keys.length > page.first, totalCount: total?.count ?? 0 };
  }

  /** Those of the ids that exist and may be seen, in any order. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<LogicalPolicy[]> {
    const rows = await this.prisma.$queryRaw<ClusterPolicyRow[]>`
      SELECT p.kind, p.namespace, p.name, p.action, p.cluster_id AS "clusterId", p.effect_counts AS effects,
        p.enforcer_counts AS enforcers
      FROM (${policyParents(ids)}) AS parent
      JOIN cluster_policy p ON p.kind = parent.kind AND p.namespace = parent.namespace AND p.name = parent.name
      JOIN cluster c ON c.id = p.cluster_id
      WHERE ${visibleTo(viewer)} ORDER BY c.name`;
    return [...groupBy(rows, policyId).values()].map(toLogicalPolicy);
  }

  /** The different manifests of each policy, the most common first. */
  async manifestsOf(viewer: Viewer, ids: readonly string[]): Promise<Map<string, PolicyManifest[]>> {
    const rows = await this.prisma.$queryRaw<ManifestRow[]>`
      SELECT texts.id AS "policyId", encode(texts.digest, 'hex') AS digest, m.body, texts.cluster_ids AS "clusterIds"
      FROM (
        SELECT parent.id, p.digest, array_agg(c.id::text ORDER BY c.name) AS cluster_ids
        FROM (${policyParents(ids)}) AS parent
        JOIN cluster_policy p ON p.kind = parent.kind AND p.namespace = parent.namespace AND p.name = parent.name
        JOIN cluster c ON c.id = p.cluster_id
        WHERE ${visibleTo(viewer)} GROUP BY parent.id, p.digest
      ) AS texts
      JOIN manifest m ON m.digest = texts.digest
      ORDER BY cardinality(texts.cluster_ids) DESC, texts.digest`;
    const placed = rows.map((row) => ({ row, object: objectOf(row) }));
    const placeOf = await placesOf(
      this.prisma,
      placed.map(({ object }) => object),
    );
    const manifests = placed.map(({ row, object }) => ({ ...row, ...placeOf(object) }));
    return groupBy(manifests, (manifest) => manifest.policyId);
  }
}

function passes({ kind, namespace, name, cluster, effect, enforcer }: PolicyFilter): Prisma.Sql {
  const verdict = allOf([
    effect ? Prisma.sql`v.effect = ${effect}` : null,
    enforcer ? Prisma.sql`v.enforcer_type = ${enforcer}` : null,
  ]);
  return allOf([
    kind ? Prisma.sql`p.kind = ${kind}` : null,
    namespace === null || namespace === undefined ? null : Prisma.sql`p.namespace = ${namespace}`,
    name ? Prisma.sql`position(lower(${name}) IN lower(p.name)) > 0` : null,
    cluster ? Prisma.sql`c.name = ${cluster}` : null,
    effect || enforcer
      ? Prisma.sql`EXISTS (SELECT 1 FROM verdict v WHERE v.cluster_id = p.cluster_id AND v.valid_to IS NULL
          AND v.kind = p.kind AND v.namespace = p.namespace AND v.name = p.name AND ${verdict})`
      : null,
  ]);
}

type ManifestRow = Omit<PolicyManifest, 'file' | 'line'> & { readonly policyId: string };

function objectOf({ policyId: id, clusterIds }: ManifestRow): PlacedObject {
  const [clusterId] = clusterIds;
  const policy = parsePolicyId(id);
  if (clusterId === undefined || policy === null) throw new Error(`The policy ${id} is in no cluster.`);
  return { clusterId, ...policy };
}

interface ClusterPolicyRow extends ObjectRef {
  readonly action: string | null;
  readonly clusterId: string;
  readonly effects: EffectCounts;
  readonly enforcers: EnforcerCounts;
}

function toLogicalPolicy(rows: readonly ClusterPolicyRow[]): LogicalPolicy {
  const [{ kind, namespace, name }] = rows as [ClusterPolicyRow];
  return {
    id: policyId({ kind, namespace, name }),
    kind,
    namespace,
    name,
    action: mostCommon(rows.map(({ action }) => action)),
    clusterIds: rows.map(({ clusterId }) => clusterId),
    effectCounts: sum(rows.map(({ effects }) => effects)),
    enforcerCounts: sum(rows.map(({ enforcers }) => enforcers)),
  };
}

function mostCommon(actions: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>();
  for (const action of actions) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function sum<Key extends string>(counts: readonly Partial<Record<Key, number>>[]): Partial<Record<Key, number>> {
  const total: Partial<Record<Key, number>> = {};
  for (const part of counts) {
    for (const key of Object.keys(part) as Key[]) total[key] = (total[key] ?? 0) + (part[key] ?? 0);
  }
  return total;
}
