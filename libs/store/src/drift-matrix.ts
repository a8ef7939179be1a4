import type { Aspect, ObjectRef } from '@waymark/engine';
import type { Reader } from './database.js';
import { Prisma } from './generated/prisma/client.js';
import { afterCursor, cursorColumns, orderBy, type Order, type PageRequest } from './page.js';
import { visibleTo, type Viewer } from './viewer.js';

/**
 * IDENTICAL: as in the baseline. TEXT: written differently, says the same. MEANING: says something else. ENFORCEMENT:
 * says the same and is enforced differently. ABSENT: the cluster does not have it. EXCEPTED: differs, and that is
 * accepted. NEW_CLUSTER: nothing of the cluster was analysed yet.
 */
export const CELL_CLASSES = [
  'IDENTICAL',
  'TEXT',
  'MEANING',
  'ENFORCEMENT',
  'ABSENT',
  'EXCEPTED',
  'NEW_CLUSTER',
] as const;
export type CellClass = (typeof CELL_CLASSES)[number];

/** What is compared: an aspect, or the policies that are extensions. */
export type DriftAspect = Aspect | 'EXTENSION';

/** The comparison of the clusters of a cohort in one aspect. */
export interface Comparison {
  readonly viewer: Viewer;
  readonly selector: Readonly<Record<string, string>>;
  readonly aspect: DriftAspect;
  /** Name of the cluster that the others are compared with; null: what most clusters have. */
  readonly baseline: string | null;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly istioVersion: string | null;
  /** Something of it was analysed. */
  readonly analysed: boolean;
}

export interface MatrixKey extends ObjectRef {
  readonly cursorValues: string[];
}

export interface MatrixCell extends ObjectRef {
  readonly clusterId: string;
  readonly class: CellClass;
  /** Of the manifest; null for what is compared without one. */
  readonly digest: string | null;
  readonly meaning: unknown;
  readonly enforcement: unknown;
  /** The cell that the reasons of the others compare with: one that is identical with the baseline. */
  readonly isBaseline: boolean;
}

export const DRIFT_ORDER: Order = {
  name: 'drift',
  columns: [
    { column: Prisma.sql`r.kind`, type: 'text' },
    { column: Prisma.sql`r.namespace`, type: 'text' },
    { column: Prisma.sql`r.name`, type: 'text' },
  ],
};

export function membersOf(database: Reader, { viewer, selector }: Comparison): Promise<Member[]> {
  return database.$queryRaw<Member[]>`
    SELECT c.id, c.name, c.istio_version AS "istioVersion", c.analysed_sequence IS NOT NULL AS analysed
    FROM cluster c WHERE c.labels @> ${JSON.stringify(selector)}::jsonb AND ${visibleTo(viewer)} ORDER BY c.name`;
}

/** The rows that hold a cell of these classes, and how many there are. @throws InvalidCursor */
export async function matrixKeys(
  database: Reader,
  comparison: Comparison,
  { only, page, members }: { only: readonly CellClass[]; page: PageRequest; members: readonly Member[] },
): Promise<{ keys: MatrixKey[]; totalCount: number }> {
  const analysed = members.filter((member) => member.analysed).length;
  const absent = only.includes('ABSENT') ? Prisma.sql`present < ${analysed}` : Prisma.sql`FALSE`;
  const silent = only.includes('NEW_CLUSTER') && analysed < members.length ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
  const anywhere = only.includes('IDENTICAL') || (only.includes('NEW_CLUSTER') && analysed < members.length);
  const rows = Prisma.sql`
    ${classedCells(comparison, anywhere ? Prisma.sql`TRUE` : differsAmong(analysed))},
    r AS (
      SELECT kind, namespace, name FROM (
        SELECT kind, namespace, name, array_agg(DISTINCT class) AS classes, count(*) AS present
        FROM classed GROUP BY kind, namespace, name) AS grouped
      WHERE classes && ${[...only]}::text[] OR ${absent} OR ${silent})`;
  const keys = await database.$queryRaw<(MatrixKey & { total: number })[]>`
    ${rows} SELECT r.kind, r.namespace, r.name, ${cursorColumns(DRIFT_ORDER)} AS "cursorValues",
      (SELECT count(*)::int FROM r) AS total
    FROM r WHERE ${afterCursor(DRIFT_ORDER, page.after)} ORDER BY ${orderBy(DRIFT_ORDER)} LIMIT ${page.first + 1}`;
  if (keys[0] !== undefined) return { keys, totalCount: keys[0].total };
  const [total] = await database.$queryRaw<{ count: number }[]>`${rows} SELECT count(*)::int AS count FROM r`;
  return { keys, totalCount: total?.count ?? 0 };
}

/** All cells of these rows that a cluster has. */
export function matrixCells(
  database: Reader,
  comparison: Comparison,
  keys: readonly ObjectRef[],
): Promise<MatrixCell[]> {
  const json = JSON.stringify(keys.map(({ kind, namespace, name }) => ({ kind, namespace, name })));
  const asked = Prisma.sql`(kind, namespace, name) IN (
    SELECT k.kind, k.namespace, k.name
    FROM json_to_recordset(${json}::json) AS k (kind text, namespace text, name text))`;
  return database.$queryRaw<MatrixCell[]>`
    ${classedCells(comparison, Prisma.sql`TRUE`, asked)}
    SELECT kind, namespace, name, cluster_id AS "clusterId", class, encode(digest, 'hex') AS digest, meaning, enforcement,
      row_number() OVER (PARTITION BY kind, namespace, name
        ORDER BY class = 'IDENTICAL' DESC, cluster = ${comparison.baseline} DESC NULLS LAST, cluster) = 1 AS "isBaseline"
    FROM classed ORDER BY kind, namespace, name, cluster`;
}

const differsAmong = (clusters: number): Prisma.Sql => Prisma.sql`
  count(*) < ${clusters} OR count(DISTINCT t) > 1 OR count(DISTINCT m) > 1 OR count(DISTINCT e) > 1`;

/**
 * `WITH …` that ends in `classed`: every cell with its class. The baseline of a row is the meaning that the chosen
 * cluster or else most clusters have; among those the most common enforcement; among those the most common text. A chosen
 * cluster that lacks the thing leaves the choice to the majority, and shows as absent itself.
 */
function classedCells(
  { viewer, selector, aspect, baseline }: Comparison,
  having: Prisma.Sql,
  asked: Prisma.Sql = Prisma.sql`TRUE`,
): Prisma.Sql {
  const chosen = Prisma.sql`bool_or(cluster IS NOT DISTINCT FROM ${baseline}::text) DESC, count(*) DESC, min(cluster)`;
  return Prisma.sql`
    WITH cell AS MATERIALIZED (
      SELECT s.kind, s.namespace, s.name, s.cluster_id, c.name AS cluster, s.digest, s.meaning, s.enforcement,
        s.text_digest AS t, s.meaning_digest AS m, s.enforcement_digest AS e
      FROM (${sourceOf(aspect, asked)}) AS s JOIN cluster c ON c.id = s.cluster_id
      WHERE c.labels @> ${JSON.stringify(selector)}::jsonb AND ${visibleTo(viewer)}
    ), row AS (
      SELECT kind, namespace, name FROM cell GROUP BY kind, namespace, name HAVING ${having}
    ), by_meaning AS (
      SELECT DISTINCT ON (kind, namespace, name) kind, namespace, name, m
      FROM cell JOIN row USING (kind, namespace, name) GROUP BY kind, namespace, name, m
      ORDER BY kind, namespace, name, ${chosen}
    ), by_enforcement AS (
      SELECT DISTINCT ON (kind, namespace, name) kind, namespace, name, m, e
      FROM cell JOIN by_meaning USING (kind, namespace, name, m) GROUP BY kind, namespace, name, m, e
      ORDER BY kind, namespace, name, ${chosen}
    ), base AS (
      SELECT DISTINCT ON (kind, namespace, name) kind, namespace, name, m, e, t
      FROM cell JOIN by_enforcement USING (kind, namespace, name, m, e) GROUP BY kind, namespace, name, m, e, t
      ORDER BY kind, namespace, name, ${chosen}
    ), classed AS (
      SELECT cell.*, CASE
        WHEN cell.m <> base.m THEN 'MEANING' WHEN cell.e <> base.e THEN 'ENFORCEMENT'
        WHEN cell.t <> base.t THEN 'TEXT' ELSE 'IDENTICAL' END AS class
      FROM cell JOIN base USING (kind, namespace, name)
    )`;
}

const EXTENSION_KINDS = ['WasmPlugin', 'TrafficExtension', 'EnvoyFilter'];

function sourceOf(aspect: DriftAspect, asked: Prisma.Sql): Prisma.Sql {
  if (aspect !== 'POLICY' && aspect !== 'EXTENSION') {
    return Prisma.sql`
      SELECT kind, namespace, name, cluster_id, NULL::bytea AS digest, meaning, enforcement, text_digest, meaning_digest,
        enforcement_digest
      FROM cluster_setting WHERE aspect = ${aspect} AND ${asked}`;
  }
  const kinds = aspect === 'EXTENSION' ? Prisma.sql`kind = ANY(${EXTENSION_KINDS})` : Prisma.sql`TRUE`;
  return Prisma.sql`
    SELECT kind, namespace, name, cluster_id, digest, NULL::jsonb AS meaning, enforcement, text_digest, meaning_digest,
      enforcement_digest
    FROM cluster_policy WHERE meaning_digest IS NOT NULL AND ${kinds} AND ${asked}`;
}
