import type { Fact, KubernetesObject, ObjectRef } from '@waymark/engine';
import { opened, type Database } from './database.js';
import {
  CELL_CLASSES,
  DRIFT_ORDER,
  matrixCells,
  matrixKeys,
  membersOf,
  type CellClass,
  type Comparison,
  type DriftAspect,
  type MatrixCell,
  type Member,
} from './drift-matrix.js';
import { ABSENT, reasonOf, SILENT, type DriftCause, type DriftReason, type Known } from './drift-reason.js';
import { BaselineNotInCohort, CohortNotFound } from './errors.js';
import { groupBy } from './list.js';
import { EMPTY_PAGE, encodeCursor, type Page, type PageRequest } from './page.js';
import type { CohortRepository } from './cohort.repository.js';
import type { Viewer } from './viewer.js';

export interface DriftCell {
  readonly clusterId: string;
  readonly class: CellClass;
  /** Why it differs; null when it does not. */
  readonly reason: string | null;
  readonly cause: DriftCause | null;
  readonly fact: Fact | null;
}

/** One thing over the clusters of a cohort. */
export interface DriftRow {
  readonly aspect: DriftAspect;
  readonly object: ObjectRef;
  /** The cluster that the reasons compare with: the chosen one, else the first that is as most are. */
  readonly baselineId: string;
  /** One for each cluster of the cohort, by name. */
  readonly cells: readonly DriftCell[];
}

export interface DriftRequest {
  readonly cohort: string;
  readonly aspect?: DriftAspect | null;
  /** Rows that hold a cell of one of these classes; null: all rows. */
  readonly only?: readonly CellClass[] | null;
  /** Name of a cluster of the cohort; null: what most clusters have. */
  readonly baseline?: string | null;
}

/** Where the clusters of a cohort differ, although they should not. */
export class DriftRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly cohorts: CohortRepository,
  ) {
    this.prisma = opened(database).prisma;
  }

  /** By kind, namespace and name. @throws CohortNotFound, BaselineNotInCohort, InvalidCursor */
  async list(
    viewer: Viewer,
    page: PageRequest,
    { cohort: name, aspect, only, baseline }: DriftRequest,
  ): Promise<Page<DriftRow>> {
    const cohort = await this.cohorts.byName(viewer, name);
    if (cohort === null) throw new CohortNotFound(name);
    const comparison: Comparison = {
      viewer,
      selector: cohort.selector,
      aspect: aspect ?? 'POLICY',
      baseline: baseline ?? null,
    };
    const members = await membersOf(this.prisma, comparison);
    if (baseline != null && !members.some((member) => member.name === baseline)) {
      throw new BaselineNotInCohort(baseline, name);
    }
    if (members.length === 0) return EMPTY_PAGE;
    const asked = { only: only ?? CELL_CLASSES, page, members };
    const { keys, totalCount } = await matrixKeys(this.prisma, comparison, asked);
    const shown = keys.slice(0, page.first);
    const rows = await this.rowsOf(comparison, members, shown);
    const edges = shown.flatMap((key) => {
      const node = rows.get(keyOf(key)); // gone when an analysis finished in between
      return node ? [{ cursor: encodeCursor(DRIFT_ORDER, key.cursorValues), node }] : [];
    });
    return { edges, hasNextPage: keys.length > page.first, totalCount };
  }

  private async rowsOf(comparison: Comparison, members: readonly Member[], keys: readonly ObjectRef[]) {
    const cells = keys.length === 0 ? [] : await matrixCells(this.prisma, comparison, keys);
    const known = await this.knownOf(cells, members);
    const rows = [...groupBy(known, ({ cell }) => keyOf(cell))].map(([key, row]): [string, DriftRow] => {
      const baseline = row.find(({ cell }) => cell.isBaseline) ?? row[0];
      if (baseline === undefined) throw new Error('A row of the matrix has no cell.');
      return [key, toRow(comparison.aspect, baseline, row, members)];
    });
    return new Map(rows);
  }

  private async knownOf(cells: readonly MatrixCell[], members: readonly Member[]): Promise<Known[]> {
    const membersById = new Map(members.map((member) => [member.id, member]));
    const bodies = await this.bodiesOf(cells);
    const evidence = await this.evidenceOf(cells);
    return cells.flatMap((cell) => {
      const cluster = membersById.get(cell.clusterId);
      const body = cell.digest === null ? null : (bodies.get(cell.digest) ?? null);
      return cluster ? [{ cell, cluster, body, evidence: evidence.get(`${cell.clusterId}/${keyOf(cell)}`) ?? [] }] : [];
    });
  }

  private async bodiesOf(cells: readonly MatrixCell[]): Promise<Map<string, KubernetesObject>> {
    const differing = rowsWith(cells, ['MEANING', 'TEXT']);
    const digests = [...new Set(differing.flatMap(({ digest }) => digest ?? []))];
    if (digests.length === 0) return new Map();
    const rows = await this.prisma.$queryRaw<{ digest: string; body: KubernetesObject }[]>`
      SELECT encode(m.digest, 'hex') AS digest, m.body
      FROM json_array_elements_text(${JSON.stringify(digests)}::json) AS asked (digest)
      JOIN manifest m ON m.digest = decode(asked.digest, 'hex')`;
    return new Map(rows.map(({ digest, body }) => [digest, body]));
  }

  /** The evidence of policies that are enforced differently, and of what they are compared with. */
  private async evidenceOf(cells: readonly MatrixCell[]): Promise<Map<string, Fact[]>> {
    const differing = rowsWith(cells, ['ENFORCEMENT']);
    if (differing.length === 0) return new Map();
    const asked = differing.map(({ clusterId, kind, namespace, name }) => ({ clusterId, kind, namespace, name }));
    const rows = await this.prisma.$queryRaw<(ObjectRef & { clusterId: string; evidence: Fact[] })[]>`
      SELECT v.cluster_id AS "clusterId", v.kind, v.namespace, v.name, v.evidence
      FROM json_to_recordset(${JSON.stringify(asked)}::json) AS a ("clusterId" uuid, kind text, namespace text, name text)
      JOIN verdict v ON v.cluster_id = a."clusterId" AND v.kind = a.kind AND v.namespace = a.namespace AND v.name = a.name
      WHERE v.valid_to IS NULL ORDER BY v.key`;
    const grouped = groupBy(rows, (row) => `${row.clusterId}/${keyOf(row)}`);
    return new Map([...grouped].map(([key, verdicts]) => [key, verdicts.flatMap(({ evidence }) => evidence)]));
  }
}

/** The cells of these classes, and the baseline of their rows. */
function rowsWith(cells: readonly MatrixCell[], classes: readonly CellClass[]): MatrixCell[] {
  const rows = new Set(cells.filter((cell) => classes.includes(cell.class)).map(keyOf));
  return cells.filter((cell) => rows.has(keyOf(cell)) && (cell.isBaseline || classes.includes(cell.class)));
}

function toRow(aspect: DriftAspect, baseline: Known, row: readonly Known[], members: readonly Member[]): DriftRow {
  const { kind, namespace, name } = baseline.cell;
  const byCluster = new Map(row.map((known) => [known.cluster.id, known]));
  const cells = members.map(({ id, analysed }): DriftCell => {
    const known = byCluster.get(id);
    if (known !== undefined) return toCell(id, known.cell.class, reasonOf(known, baseline));
    return analysed ? toCell(id, 'ABSENT', ABSENT) : toCell(id, 'NEW_CLUSTER', SILENT);
  });
  return { aspect, object: { kind, namespace, name }, baselineId: baseline.cluster.id, cells };
}

const toCell = (clusterId: string, cellClass: CellClass, reason: DriftReason | null): DriftCell => ({
  clusterId,
  class: cellClass,
  ...(reason ?? { reason: null, cause: null, fact: null }),
});

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;
