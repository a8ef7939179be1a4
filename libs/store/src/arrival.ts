import { equalBytes } from './bytes.js';
import type { Prisma } from './generated/prisma/client.js';
import type { UploadHeader } from './snapshot.repository.js';

type Transaction = Prisma.TransactionClient;

export interface LockedCluster {
  readonly id: string;
  readonly sequence: number;
  readonly analyses: number;
  readonly headSequence: number | null;
}

/** What an upload holds, when it is known what that is. */
export interface Held {
  readonly contentDigest: Uint8Array;
  readonly layoutDigest: Uint8Array;
  readonly skippedDigest: Uint8Array;
  readonly objectCount: number;
}

/** The current snapshot of a cluster, as far as a new one is compared with it. */
export interface Head extends Held {
  readonly bodyDigest: Uint8Array;
  readonly istioVersion: string | null;
  readonly capturedAt: Date;
  readonly analysis: number;
  readonly engineVersion: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
}

/** An upload that is not known yet, at the cluster that it came for; the cluster is locked. */
export interface Arrival {
  readonly cluster: LockedCluster;
  readonly head: Head | null;
  readonly upload: UploadHeader;
  readonly held: Held;
  readonly now: Date;
}

/** Uploads of one cluster wait here for each other, so that sequences have no gap and ranges no overlap. */
export async function lockCluster(transaction: Transaction, name: string): Promise<LockedCluster | null> {
  const [cluster] = await transaction.$queryRaw<LockedCluster[]>`
    SELECT id, sequence, analyses, head_sequence AS "headSequence" FROM cluster WHERE name = ${name} FOR UPDATE`;
  return cluster ?? null;
}

export async function createCluster(transaction: Transaction, name: string): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO cluster (id, name) VALUES (gen_random_uuid(), ${name}) ON CONFLICT (name) DO NOTHING`;
}

export async function readHead(transaction: Transaction, { id, headSequence }: LockedCluster): Promise<Head | null> {
  if (headSequence === null) return null;
  const [head] = await transaction.$queryRaw<Head[]>`
    SELECT s.content_digest AS "contentDigest", s.layout_digest AS "layoutDigest", s.istio_version AS "istioVersion",
      s.body_digest AS "bodyDigest", s.object_count AS "objectCount",
      s.skipped_digest AS "skippedDigest", s.captured_at AS "capturedAt", s.analysis, a.engine_version AS "engineVersion", a.state::text AS state
    FROM snapshot s JOIN analysis a ON a.cluster_id = s.cluster_id AND a.number = s.analysis
    WHERE s.cluster_id = ${id}::uuid AND s.sequence = ${headSequence}`;
  return head ?? null;
}

/** A time in the future is a clock that is wrong, and must not make all that follow late. */
export function capturedAtOf({ upload, now }: Arrival): Date {
  return upload.capturedAt !== null && upload.capturedAt < now ? upload.capturedAt : now;
}

export function isLate(arrival: Arrival): boolean {
  return arrival.head !== null && capturedAtOf(arrival) < arrival.head.capturedAt;
}

/**
 * Whether the analysis of the current snapshot answers for the new one too. Only the current one can: the answers of
 * an older equal snapshot have ended, and must be opened again by an analysis. A failed one is tried again.
 */
export function answeredByHead({ head, upload, held }: Arrival): boolean {
  return (
    head !== null &&
    head.state !== 'FAILED' &&
    head.engineVersion === upload.engineVersion &&
    head.istioVersion === upload.istioVersion &&
    equalBytes(head.contentDigest, held.contentDigest) &&
    equalBytes(head.layoutDigest, held.layoutDigest) &&
    equalBytes(head.skippedDigest, held.skippedDigest)
  );
}
