import type { Skipped } from '@waymark/engine';
import { inTransaction } from './database.js';
import { ClusterNotFound, UploadIdReused } from './errors.js';
import type { Prisma, PrismaClient } from './generated/prisma/client.js';
import { clusterKeyId } from './ids.js';
import { jsonText, storableText } from './json-text.js';
import { replaceObjects, recordLateObjects } from './object-versions.js';
import { sha256 } from './sha256.js';
import type { Receipt, Source, Upload } from './snapshot.repository.js';

type Transaction = Prisma.TransactionClient;

interface LockedCluster {
  readonly id: string;
  readonly sequence: number;
  readonly analyses: number;
  readonly headSequence: number | null;
}

/** The current snapshot of a cluster, as far as a new one is compared with it. */
interface Head {
  readonly contentDigest: Uint8Array;
  readonly layoutDigest: Uint8Array;
  readonly istioVersion: string | null;
  readonly skipped: readonly Skipped[];
  readonly capturedAt: Date;
  readonly analysis: number;
  readonly engineVersion: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED';
}

/** See SnapshotRepository.receive. Everything that costs time without the database is done before the lock is taken. */
export async function receiveUpload(
  prisma: PrismaClient,
  clusterName: string,
  upload: Upload,
  now: Date,
): Promise<Receipt> {
  const layoutDigest = sha256(upload.layout);
  return inTransaction(prisma, async (transaction) => {
    const cluster = await lockCluster(transaction, clusterName, upload.createCluster);
    const known = await findUpload(transaction, cluster.id, upload);
    if (known) return known;
    const head = await readHead(transaction, cluster);
    return addSnapshot(transaction, { cluster, head, upload, layoutDigest, now });
  });
}

/** Uploads of one cluster wait here for each other, so that sequences have no gap and ranges no overlap. */
async function lockCluster(transaction: Transaction, name: string, create: boolean): Promise<LockedCluster> {
  if (create) {
    await transaction.$executeRaw`
      INSERT INTO cluster (id, name) VALUES (gen_random_uuid(), ${name}) ON CONFLICT (name) DO NOTHING`;
  }
  const [cluster] = await transaction.$queryRaw<LockedCluster[]>`
    SELECT id, sequence, analyses, head_sequence AS "headSequence" FROM cluster WHERE name = ${name} FOR UPDATE`;
  if (!cluster) throw new ClusterNotFound(name);
  return cluster;
}

/** The first answer to an upload id. @throws UploadIdReused when the body is another one */
async function findUpload(transaction: Transaction, clusterId: string, upload: Upload): Promise<Receipt | null> {
  const snapshot = await transaction.snapshot.findUnique({
    where: { clusterId_uploadId: { clusterId, uploadId: upload.uploadId } },
  });
  if (!snapshot) return null;
  if (!equal(snapshot.bodyDigest, upload.bodyDigest)) throw new UploadIdReused(upload.uploadId);
  return {
    ...receiptOf(snapshot),
    skipped: snapshot.skipped as unknown as readonly Skipped[],
    analysisQueued: false,
    retried: true,
  };
}

async function readHead(transaction: Transaction, { id, headSequence }: LockedCluster): Promise<Head | null> {
  if (headSequence === null) return null;
  const [head] = await transaction.$queryRaw<Head[]>`
    SELECT s.content_digest AS "contentDigest", s.layout_digest AS "layoutDigest", s.istio_version AS "istioVersion",
      s.skipped, s.captured_at AS "capturedAt", s.analysis, a.engine_version AS "engineVersion", a.state::text AS state
    FROM snapshot s JOIN analysis a ON a.cluster_id = s.cluster_id AND a.number = s.analysis
    WHERE s.cluster_id = ${id}::uuid AND s.sequence = ${headSequence}`;
  return head ?? null;
}

interface Arrival {
  readonly cluster: LockedCluster;
  readonly head: Head | null;
  readonly upload: Upload;
  readonly layoutDigest: Buffer;
  readonly now: Date;
}

async function addSnapshot(transaction: Transaction, arrival: Arrival): Promise<Receipt> {
  const { cluster, head, upload, layoutDigest, now } = arrival;
  const { content } = upload;
  const sequence = cluster.sequence + 1;
  const capturedAt = upload.capturedAt !== null && upload.capturedAt < now ? upload.capturedAt : now;
  const late = head !== null && capturedAt < head.capturedAt;
  if (head === null || !equal(head.contentDigest, content.digest)) {
    await (late ? recordLateObjects : replaceObjects)(transaction, cluster.id, sequence, content.objects);
  }
  if (head === null || !equal(head.layoutDigest, layoutDigest))
    await addLayout(transaction, layoutDigest, upload.layout);
  const analysisQueued = !answeredByHead(arrival);
  const analysis = head === null || analysisQueued ? cluster.analyses + 1 : head.analysis;
  if (analysisQueued) {
    await transaction.analysis.create({
      data: { clusterId: cluster.id, number: analysis, sequence, engineVersion: upload.engineVersion, queuedAt: now },
      select: { number: true },
    });
  }
  const snapshot = {
    clusterId: cluster.id,
    sequence,
    uploadId: upload.uploadId,
    bodyDigest: bytes(upload.bodyDigest),
    contentDigest: bytes(content.digest),
    layoutDigest: bytes(layoutDigest),
    istioVersion: upload.istioVersion,
    ...storableSource(upload.source),
    capturedAt,
    receivedAt: now,
    late,
    objectCount: content.objects.length,
    analysis,
  };
  await transaction.snapshot.create({
    data: { ...snapshot, skipped: JSON.parse(jsonText(upload.skipped)) },
    select: { sequence: true },
  });
  await moveCluster(transaction, {
    cluster,
    sequence,
    analysis,
    late,
    analysed: !analysisQueued && head?.state === 'DONE',
  });
  return { ...receiptOf(snapshot), skipped: upload.skipped, analysisQueued, retried: false };
}

/**
 * Whether the analysis of the current snapshot answers for the new one too. Only the current one can: the answers of
 * an older equal snapshot have ended, and must be opened again by an analysis. A failed one is tried again.
 */
function answeredByHead({ head, upload, layoutDigest }: Arrival): boolean {
  return (
    head !== null &&
    head.state !== 'FAILED' &&
    head.engineVersion === upload.engineVersion &&
    head.istioVersion === upload.istioVersion &&
    equal(head.contentDigest, upload.content.digest) &&
    equal(head.layoutDigest, layoutDigest) &&
    jsonText(head.skipped.map(sortedKeys)) === jsonText(upload.skipped.map(sortedKeys))
  );
}

async function addLayout(transaction: Transaction, digest: Buffer, layout: Uint8Array): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO layout (digest, body) VALUES (${bytes(digest)}, ${bytes(layout)}) ON CONFLICT (digest) DO NOTHING`;
}

interface Move {
  readonly cluster: LockedCluster;
  readonly sequence: number;
  readonly analysis: number;
  readonly late: boolean;
  /** The answers for this snapshot are known already, so it is what the cluster is now. */
  readonly analysed: boolean;
}

async function moveCluster(
  transaction: Transaction,
  { cluster, sequence, analysis, late, analysed }: Move,
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE cluster c SET
      sequence = ${sequence},
      analyses = greatest(c.analyses, ${analysis}),
      head_sequence = CASE WHEN ${late} THEN c.head_sequence ELSE ${sequence} END,
      analysed_sequence = CASE WHEN ${analysed && !late} THEN ${sequence} ELSE c.analysed_sequence END,
      captured_at = CASE WHEN ${analysed && !late} THEN s.captured_at ELSE c.captured_at END
    FROM snapshot s
    WHERE c.id = ${cluster.id}::uuid AND s.cluster_id = c.id AND s.sequence = ${sequence}`;
}

interface ReceiptRow {
  readonly clusterId: string;
  readonly sequence: number;
  readonly contentDigest: Uint8Array;
  readonly objectCount: number;
  readonly analysis: number;
  readonly capturedAt: Date;
  readonly receivedAt: Date;
}

function receiptOf(row: ReceiptRow): Omit<Receipt, 'skipped' | 'analysisQueued' | 'retried'> {
  const { clusterId, sequence, objectCount, capturedAt, receivedAt } = row;
  return {
    snapshotId: clusterKeyId(clusterId, sequence),
    clusterId,
    sequence,
    digest: Buffer.from(row.contentDigest).toString('hex'),
    objectCount,
    analysisId: clusterKeyId(clusterId, row.analysis),
    capturedAt,
    receivedAt,
  };
}

function storableSource({ repository, commit, ref, run }: Source): Source {
  const text = (value: string | null) => (value === null ? null : storableText(value));
  return { repository: text(repository), commit: text(commit), ref: text(ref), run: text(run) };
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** jsonb gives keys back in an order of its own. */
const sortedKeys = (skipped: Skipped): unknown => Object.entries(skipped).sort(([a], [b]) => (a < b ? -1 : 1));

/** Prisma wants bytes over a plain ArrayBuffer. */
const bytes = (content: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(content);
