import type { Analysis, AnalysisSummary, IstioVersionSource, Skipped } from '@waymark/engine';
import { NO_FACTS, type ClusterFacts } from './cluster-facts.js';
import { inTransaction, opened, type Database } from './database.js';
import { AnalysisTakenOver } from './errors.js';
import { finishAnalysis } from './finish.js';
import { Prisma } from './generated/prisma/client.js';
import { clusterKeyId, parseNumberedId } from './ids.js';
import { jsonText, storableText } from './json-text.js';
import { PRESENCE_LOCKS } from './presence.js';
import { addSkippedList, skippedListOf } from './skipped-lists.js';
import { visibleTo, type Viewer } from './viewer.js';

export type AnalysisState = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';

/** One run of one engine version over one snapshot. */
export interface AnalysisRun {
  readonly id: string;
  readonly clusterId: string;
  /** The first snapshot that it answers for. */
  readonly snapshotId: string;
  readonly state: AnalysisState;
  readonly engineVersion: string;
  readonly istioVersion: string | null;
  readonly istioVersionSource: IstioVersionSource | null;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
  /** null until DONE. */
  readonly summary: AnalysisSummary | null;
  /** What took no part, receiver and engine together; null until DONE. */
  readonly skipped: readonly Skipped[] | null;
}

/** What a worker holds while it analyses: hand it back to finish, fail or release. */
export interface AnalysisJob {
  readonly id: string;
  readonly snapshotId: string;
  readonly clusterName: string;
  /** From 1; higher when a process ended before it had finished. */
  readonly attempt: number;
  readonly runner: number;
}

/** What uploads wait for, and what is only done when an engine is newer than the answers. */
export type AnalysisLane = 'uploads' | 'background';

/** A snapshot that ends the process this often is not tried again. */
export const MOST_ATTEMPTS = 3;

/**
 * Analyses and their states. The table is the queue: a row in QUEUED is work to do, whatever became of the job that
 * announced it. A queue library only wakes workers up; a woken worker takes jobs by `beginNext` until there are none.
 */
export class AnalysisRepository {
  private readonly database;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.database = opened(database);
  }

  /**
   * Takes the analysis that has waited longest; null when there is nothing to do. Analyses of one cluster run one
   * after the other in the order of their snapshots. Work of a process that ended counts as waiting again. The
   * `background` lane holds re-analyses; it neither delays uploads nor waits for other clusters' uploads.
   */
  async beginNext(lane: AnalysisLane = 'uploads'): Promise<AnalysisJob | null> {
    const runner = await this.database.presence.runnerNumber();
    await this.giveUp();
    const [job] = await this.database.prisma.$queryRaw<JobRow[]>`
      UPDATE analysis a
      SET state = 'RUNNING', runner = ${runner}, attempts = a.attempts + 1, started_at = ${this.now()}, error = NULL
      FROM (
        SELECT q.cluster_id, q.number FROM analysis q
        WHERE ${WAITING} AND q.replaces IS ${lane === 'uploads' ? Prisma.sql`NULL` : Prisma.sql`NOT NULL`} AND NOT EXISTS (
          SELECT 1 FROM analysis earlier
          WHERE earlier.cluster_id = q.cluster_id AND earlier.number < q.number
            AND earlier.finished_at IS NULL AND earlier.replaces IS NULL)
        ORDER BY q.queued_at, q.cluster_id, q.number LIMIT 1 FOR UPDATE SKIP LOCKED
      ) next, cluster c
      WHERE a.cluster_id = next.cluster_id AND a.number = next.number AND c.id = a.cluster_id
      RETURNING a.cluster_id AS "clusterId", a.number, a.sequence, c.name AS "clusterName", a.attempts AS attempt`;
    if (!job) return null;
    const { clusterId, number, sequence, clusterName, attempt } = job;
    const id = clusterKeyId(clusterId, number);
    return { id, snapshotId: clusterKeyId(clusterId, sequence), clusterName, attempt, runner };
  }

  /**
   * Queues in the background lane the current snapshot of every cluster whose answers an older engine gave; a failed
   * attempt is not repeated. Only newer engines ask, so that two releases that run side by side do not replace each
   * other's answers for ever. The old answers stay until the new ones are complete.
   * @returns how many were queued
   */
  async queueReanalyses(engineVersion: string): Promise<number> {
    return inTransaction(this.database.prisma, async (transaction) => {
      // Locked as uploads lock it: numbers have no gap and are given once.
      const clusters = await transaction.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM cluster c
        JOIN snapshot s ON s.cluster_id = c.id AND s.sequence = c.analysed_sequence AND c.analysed_sequence = c.head_sequence
        JOIN analysis a ON a.cluster_id = c.id AND a.number = s.analysis
        WHERE a.state = 'DONE' AND ${releaseOf(Prisma.sql`a.engine_version`)} < ${releaseOf(Prisma.sql`${engineVersion}`)} AND NOT EXISTS (
          SELECT 1 FROM analysis other WHERE other.cluster_id = c.id AND other.sequence >= a.sequence
            AND other.number > a.number AND (other.engine_version = ${engineVersion} OR other.finished_at IS NULL))
        ORDER BY c.id FOR UPDATE OF c SKIP LOCKED`;
      if (clusters.length === 0) return 0;
      const ids = clusters.map(({ id }) => id);
      await transaction.$executeRaw`UPDATE cluster SET analyses = analyses + 1 WHERE id = ANY(${ids}::uuid[])`;
      return transaction.$executeRaw`
        INSERT INTO analysis (cluster_id, number, sequence, engine_version, queued_at, replaces)
        SELECT c.id, c.analyses, s.sequence, ${engineVersion}, ${this.now()}, s.analysis
        FROM cluster c JOIN snapshot s ON s.cluster_id = c.id AND s.sequence = c.head_sequence
        WHERE c.id = ANY(${ids}::uuid[])`;
    });
  }

  /**
   * Stores the answers and makes them what the cluster is now: all or nothing. The answers of a late snapshot, and
   * those that come after the answers of a newer one, are kept as a summary only. `facts` is what the fleet's own
   * questions are answered from.
   * @throws AnalysisTakenOver
   */
  async finish(job: AnalysisJob, analysis: Analysis, facts: ClusterFacts = NO_FACTS): Promise<void> {
    const key = keyOf(job.id);
    const skipped = skippedListOf(analysis.skipped);
    await inTransaction(this.database.prisma, async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM cluster WHERE id = ${key.clusterId}::uuid FOR UPDATE`;
      await addSkippedList(transaction, skipped);
      await this.end(
        transaction,
        job,
        Prisma.sql`
        state = 'DONE', engine_version = ${analysis.engineVersion}, istio_version = ${analysis.istioVersion},
        istio_version_source = ${analysis.istioVersionSource}, error = NULL,
        summary = ${jsonText(analysis.summary)}::jsonb, skipped_digest = ${skipped.digest}`,
      );
      await finishAnalysis(transaction, key, analysis, facts);
    });
  }

  /** The analysis stays failed, with the reason, until the next snapshot. @throws AnalysisTakenOver */
  async fail(job: AnalysisJob, reason: string): Promise<void> {
    const error = storableText(reason);
    await this.end(this.database.prisma, job, Prisma.sql`state = 'FAILED', error = ${error}`);
  }

  /** Gives a job back unfinished, for instance at the end of the process; the attempt does not count. */
  async release(job: AnalysisJob): Promise<void> {
    const { clusterId, number } = keyOf(job.id);
    await this.database.prisma.$executeRaw`
      UPDATE analysis SET state = 'QUEUED', runner = NULL, started_at = NULL, attempts = attempts - 1
      WHERE cluster_id = ${clusterId}::uuid AND number = ${number} AND ${heldAs(job)}`;
  }

  /**
   * At the start of a worker: puts the work of processes that ended back into the queue.
   * @returns how many analyses wait now; wake a worker when there are any
   */
  async recoverInterrupted(): Promise<number> {
    await this.giveUp();
    await this.database.prisma.$executeRaw`
      UPDATE analysis q SET state = 'QUEUED', runner = NULL WHERE q.state = 'RUNNING' AND ${WAITING}`;
    return this.database.prisma.analysis.count({ where: { state: 'QUEUED' } });
  }

  /** Those of the ids that exist and may be seen, in any order. */
  async byIds(viewer: Viewer, ids: readonly string[]): Promise<AnalysisRun[]> {
    const keys = ids.map(parseNumberedId).filter((key) => key !== null);
    const rows = await this.database.prisma.$queryRaw<AnalysisRow[]>`
      SELECT a.cluster_id AS "clusterId", a.number, a.sequence, a.state::text AS state,
        a.engine_version AS "engineVersion", a.istio_version AS "istioVersion",
        a.istio_version_source AS "istioVersionSource", a.attempts, a.queued_at AS "queuedAt",
        a.started_at AS "startedAt", a.finished_at AS "finishedAt", a.error, a.summary, k.body AS skipped
      FROM unnest(${keys.map((key) => key.clusterId)}::uuid[], ${keys.map((key) => key.number)}::int[])
        AS asked (cluster_id, number)
      JOIN analysis a ON a.cluster_id = asked.cluster_id AND a.number = asked.number
      JOIN cluster c ON c.id = a.cluster_id
      LEFT JOIN skipped_list k ON k.digest = a.skipped_digest
      WHERE ${visibleTo(viewer)}`;
    return rows.map(toRun);
  }

  /** Cheap enough to ask again and again while a caller waits; null when there is none that may be seen. */
  async stateOf(viewer: Viewer, analysisId: string): Promise<AnalysisState | null> {
    const key = parseNumberedId(analysisId);
    if (key === null) return null;
    const [row] = await this.database.prisma.$queryRaw<{ state: AnalysisState }[]>`
      SELECT a.state::text AS state FROM analysis a JOIN cluster c ON c.id = a.cluster_id
      WHERE a.cluster_id = ${key.clusterId}::uuid AND a.number = ${key.number} AND ${visibleTo(viewer)}`;
    return row?.state ?? null;
  }

  /** A snapshot that has ended its process too often is failed, so that it does not end every other. */
  private async giveUp(): Promise<void> {
    const error = `The process ended ${MOST_ATTEMPTS} times while it analysed this snapshot, perhaps for lack of memory.`;
    await this.database.prisma.$executeRaw`
      UPDATE analysis q SET state = 'FAILED', runner = NULL, finished_at = ${this.now()}, error = ${error}
      WHERE q.state = 'RUNNING' AND q.attempts >= ${MOST_ATTEMPTS} AND ${WAITING}`;
  }

  private async end(transaction: Pick<Prisma.TransactionClient, '$executeRaw'>, job: AnalysisJob, change: Prisma.Sql) {
    const { clusterId, number } = keyOf(job.id);
    const changed = await transaction.$executeRaw`
      UPDATE analysis SET ${change}, finished_at = ${this.now()}, runner = NULL
      WHERE cluster_id = ${clusterId}::uuid AND number = ${number} AND ${heldAs(job)}`;
    if (changed === 0) throw new AnalysisTakenOver(job.id);
  }
}

/** `1.2.3` as {1,2,3}, which compares as releases do. */
const releaseOf = (version: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`coalesce(regexp_match(${version}, '^([0-9]{1,6})[.]([0-9]{1,6})[.]([0-9]{1,6})')::int[], '{0,0,0}')`;

/** Queued, or run by a process whose presence lock is gone; under the alias `q`. */
const WAITING = Prisma.sql`q.finished_at IS NULL AND (q.state = 'QUEUED' OR (q.state = 'RUNNING' AND NOT EXISTS (
  SELECT 1 FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = ${PRESENCE_LOCKS}::int::oid
    AND l.objid = q.runner::oid
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))))`;

/** The fence: a process that was given up for dead and comes back must not write over its successor. */
const heldAs = ({ runner, attempt }: AnalysisJob): Prisma.Sql =>
  Prisma.sql`state = 'RUNNING' AND runner = ${runner} AND attempts = ${attempt}`;

interface JobRow {
  readonly clusterId: string;
  readonly number: number;
  readonly sequence: number;
  readonly clusterName: string;
  readonly attempt: number;
}

type AnalysisRow = Omit<AnalysisRun, 'id' | 'snapshotId'> & { readonly number: number; readonly sequence: number };

function toRun({ number, sequence, ...row }: AnalysisRow): AnalysisRun {
  return { ...row, id: clusterKeyId(row.clusterId, number), snapshotId: clusterKeyId(row.clusterId, sequence) };
}

function keyOf(analysisId: string): { clusterId: string; number: number } {
  const key = parseNumberedId(analysisId);
  if (key === null) throw new Error(`"${analysisId}" is not the id of an analysis.`);
  return key;
}
