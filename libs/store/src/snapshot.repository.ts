import type { Skipped } from '@waymark/engine';
import type { Content } from './content.js';
import { opened, inTransaction, type Database } from './database.js';
import { Prisma } from './generated/prisma/client.js';
import { clusterKeyId, parseNumberedId } from './ids.js';
import { readLayout } from './layouts.js';
import { listPages } from './list.js';
import type { Order, Page, PageRequest } from './page.js';
import { receiveSameBytes, receiveUpload } from './receive.js';
import { visibleTo, type Viewer } from './viewer.js';

/** Where an upload comes from; null when the sender did not say. */
export interface Source {
  readonly repository: string | null;
  readonly commit: string | null;
  readonly ref: string | null;
  readonly run: string | null;
}

/** What is known of an upload before its body is read. */
export interface UploadHeader {
  /** Chosen by the sender: makes a retry safe. */
  readonly uploadId: string;
  /** sha256 of the request body, and of all else that decides how it is read (its format). */
  readonly bodyDigest: Uint8Array;
  readonly source: Source;
  /** When the manifests were read from the cluster; null: now. A time in the future counts as now. */
  readonly capturedAt: Date | null;
  /** Given by the sender, for manifests that do not tell. */
  readonly istioVersion: string | null;
  /** Of the engine that will analyse it: another engine is another analysis. */
  readonly engineVersion: string;
}

/** One upload, after `admit()`: what it holds is safe to store. */
export interface Upload extends UploadHeader {
  /** What contentOf(manifests) gives: costly for a large snapshot, so it may be made in another thread. */
  readonly content: Content;
  /** Where the manifests stood: the engine's layoutOf(manifests). */
  readonly layout: Uint8Array;
  readonly skipped: readonly Skipped[];
  /** When the cluster is not known: create it, or throw ClusterNotFound. */
  readonly createCluster: boolean;
}

export interface Receipt {
  readonly snapshotId: string;
  readonly clusterId: string;
  readonly sequence: number;
  /** Hex of the content digest: the same for the same objects, whatever their order or layout. */
  readonly digest: string;
  readonly objectCount: number;
  readonly skipped: readonly Skipped[];
  readonly analysisId: string;
  /** True when this call queued the analysis: wake a worker. */
  readonly analysisQueued: boolean;
  /** True when the upload id was known: this is the answer that it got the first time. */
  readonly retried: boolean;
  readonly capturedAt: Date;
  readonly receivedAt: Date;
}

/** Immutable, but for the analysis that answers for it. */
export interface Snapshot {
  readonly id: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly sequence: number;
  /** Hex of the content digest. */
  readonly digest: string;
  readonly capturedAt: Date;
  readonly receivedAt: Date;
  /** Captured before a snapshot that had already arrived: recorded and analysed, but never what the cluster is now. */
  readonly late: boolean;
  readonly objectCount: number;
  /** What the receiver left out: the first `LISTED_SKIPPED` of `skippedCount`. */
  readonly skipped: readonly Skipped[];
  readonly skippedCount: number;
  readonly source: Source;
  readonly analysisId: string;
}

/** What the worker needs for the engine's restoreManifests and analyze. */
export interface AnalysisInput {
  readonly snapshotId: string;
  readonly clusterName: string;
  /** As JSON, so that another thread can parse them. */
  readonly bodies: readonly string[];
  readonly layout: Uint8Array;
  readonly skipped: readonly Skipped[];
  /** As given by the sender. */
  readonly istioVersion: string | null;
}

/** A snapshot may leave out a hundred thousand objects; nobody reads more than this of them. */
const LISTED_SKIPPED = 1000;

const NEWEST_FIRST: Order = {
  name: 'snapshot-newest',
  columns: [{ column: Prisma.sql`s.sequence`, type: 'int', descending: true }],
};

/**
 * Uploads and what they hold.
 *
 * The order of a cluster's snapshots is the order of their arrival (`sequence`). A snapshot that was captured before
 * the current one is recorded and analysed, but marked late and never becomes what the cluster is now: a delayed
 * retry of an old pipeline must not turn the fleet back.
 */
export class SnapshotRepository {
  private readonly prisma;

  constructor(
    database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.prisma = opened(database).prisma;
  }

  /**
   * Stores an upload and queues its analysis, or neither. Uploads of one cluster wait for each other; the same upload
   * id with the same body gets its first answer again. An upload that equals the current snapshot adds one row.
   * @throws ClusterNotFound, UploadIdReused
   */
  receive(clusterName: string, upload: Upload): Promise<Receipt> {
    return receiveUpload(this.prisma, clusterName, upload, this.now());
  }

  /**
   * The same without reading the body, when that needs no reading: a retry, or the very bytes of the current snapshot.
   * null: read the body and call `receive`.
   * @throws UploadIdReused
   */
  receiveSame(clusterName: string, upload: UploadHeader): Promise<Receipt | null> {
    return receiveSameBytes(this.prisma, clusterName, upload, this.now());
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<Snapshot[]> {
    const keys = ids.map(parseNumberedId).filter((key) => key !== null);
    const rows = await this.prisma.$queryRaw<SnapshotRow[]>`
      SELECT ${SNAPSHOT_COLUMNS}
      FROM unnest(${keys.map((key) => key.clusterId)}::uuid[], ${keys.map((key) => key.number)}::int[])
        AS asked (cluster_id, sequence)
      JOIN snapshot s ON s.cluster_id = asked.cluster_id AND s.sequence = asked.sequence
      JOIN cluster c ON c.id = s.cluster_id
      JOIN skipped_list k ON k.digest = s.skipped_digest
      WHERE ${visibleTo(viewer)}`;
    return rows.map(toSnapshot);
  }

  /** The current snapshot of each cluster that has one. */
  async currentOf(viewer: Viewer, clusterIds: readonly string[]): Promise<Snapshot[]> {
    const rows = await this.prisma.$queryRaw<SnapshotRow[]>`
      SELECT ${SNAPSHOT_COLUMNS}
      FROM cluster c JOIN snapshot s ON s.cluster_id = c.id AND s.sequence = c.head_sequence
      JOIN skipped_list k ON k.digest = s.skipped_digest
      WHERE c.id = ANY(${[...clusterIds]}::uuid[]) AND ${visibleTo(viewer)}`;
    return rows.map(toSnapshot);
  }

  /** The newest first, under each cluster. @throws InvalidCursor */
  listByClusters(
    viewer: Viewer,
    clusterIds: readonly string[],
    page: PageRequest,
  ): Promise<Map<string, Page<Snapshot>>> {
    return listPages<SnapshotRow, Snapshot>(this.prisma, {
      parents: Prisma.sql`SELECT unnest(${[...clusterIds]}::text[]) AS id`,
      columns: SNAPSHOT_COLUMNS,
      from: Prisma.sql`snapshot s JOIN cluster c ON c.id = s.cluster_id
        JOIN skipped_list k ON k.digest = s.skipped_digest`,
      where: Prisma.sql`s.cluster_id = parent.id::uuid AND ${visibleTo(viewer)}`,
      order: NEWEST_FIRST,
      page,
      toNode: toSnapshot,
    });
  }

  /** For the worker, which acts for the store itself and so needs no viewer. null: no such snapshot. */
  async loadForAnalysis(snapshotId: string): Promise<AnalysisInput | null> {
    const key = parseNumberedId(snapshotId);
    if (key === null) return null;
    return inTransaction(this.prisma, async (transaction) => {
      const [snapshot] = await transaction.$queryRaw<Omit<AnalysisInput, 'bodies'>[]>`
        SELECT ${snapshotId} AS "snapshotId", c.name AS "clusterName", l.body AS layout, k.body AS skipped,
          s.istio_version AS "istioVersion"
        FROM snapshot s JOIN cluster c ON c.id = s.cluster_id JOIN layout l ON l.digest = s.layout_digest
          JOIN skipped_list k ON k.digest = s.skipped_digest
        WHERE s.cluster_id = ${key.clusterId}::uuid AND s.sequence = ${key.number}`;
      if (!snapshot) return null;
      const rows = await transaction.$queryRaw<{ body: string }[]>`
        SELECT m.body::text AS body FROM object_version o JOIN manifest m ON m.digest = o.digest
        WHERE o.cluster_id = ${key.clusterId}::uuid
          AND o.valid_from <= ${key.number} AND (o.valid_to IS NULL OR o.valid_to > ${key.number})`;
      const layout = await readLayout(snapshot.layout);
      return { ...snapshot, layout, bodies: rows.map(({ body }) => body) };
    });
  }
}

interface SnapshotRow extends Omit<Snapshot, 'id' | 'analysisId' | 'source'>, Source {
  readonly analysis: number;
}

const SNAPSHOT_COLUMNS = Prisma.sql`
  s.cluster_id AS "clusterId", c.name AS "clusterName", s.sequence, encode(s.content_digest, 'hex') AS digest,
  s.captured_at AS "capturedAt", s.received_at AS "receivedAt", s.late, s.object_count AS "objectCount",
  jsonb_path_query_array(k.body, ${`$[0 to ${LISTED_SKIPPED - 1}]`}::jsonpath) AS skipped,
  jsonb_array_length(k.body) AS "skippedCount",
  s.repository, s.commit, s.ref, s.run, s.analysis`;

function toSnapshot({ repository, commit, ref, run, analysis, ...row }: SnapshotRow): Snapshot {
  return {
    ...row,
    id: clusterKeyId(row.clusterId, row.sequence),
    source: { repository, commit, ref, run },
    analysisId: clusterKeyId(row.clusterId, analysis),
  };
}
