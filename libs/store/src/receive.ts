import type { Skipped } from '@waymark/engine';
import type { StoredObject } from './content.js';
import { inTransaction } from './database.js';
import { ClusterNotFound, UploadIdReused } from './errors.js';
import type { Prisma, PrismaClient } from './generated/prisma/client.js';
import { clusterKeyId } from './ids.js';
import { storableText } from './json-text.js';
import { addLayout } from './layouts.js';
import { replaceObjects, recordLateObjects } from './object-versions.js';
import { sha256 } from './sha256.js';
import { addSkippedList, skippedListOf, type SkippedList } from './skipped-lists.js';
import type { Receipt, Source, Upload, UploadHeader } from './snapshot.repository.js';

type Transaction = Prisma.TransactionClient;

interface LockedCluster {
  readonly id: string;
  readonly sequence: number;
  readonly analyses: number;
  readonly headSequence: number | null;
}

/** What an upload holds, when it is known what that is. */
interface Held {
  readonly contentDigest: Uint8Array;
  readonly layoutDigest: Uint8Array;
  readonly skippedDigest: Uint8Array;
  readonly objectCount: number;
}

/** The current snapshot of a cluster, as far as a new one is compared with it. */
interface Head extends Held {
  readonly bodyDigest: Uint8Array;
  readonly istioVersion: string | null;
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
  const { content, layout, skipped } = upload;
  const skippedList = skippedListOf(skipped);
  const held = {
    contentDigest: content.digest,
    layoutDigest: sha256(layout),
    skippedDigest: skippedList.digest,
    objectCount: content.objects.length,
  };
  return inTransaction(prisma, async (transaction) => {
    if (upload.createCluster) await createCluster(transaction, clusterName);
    const cluster = await lockCluster(transaction, clusterName);
    if (cluster === null) throw new ClusterNotFound(clusterName);
    const known = await findUpload(transaction, cluster.id, upload);
    if (known) return known;
    const arrival = { cluster, head: await readHead(transaction, cluster), upload, held, now };
    await storeContent(transaction, arrival, { objects: content.objects, layout, skippedList });
    return { ...(await addSnapshot(transaction, arrival)), skipped };
  });
}

/** See SnapshotRepository.receiveSame. */
export async function receiveSameBytes(
  prisma: PrismaClient,
  clusterName: string,
  upload: UploadHeader,
  now: Date,
): Promise<Receipt | null> {
  return inTransaction(prisma, async (transaction) => {
    const cluster = await lockCluster(transaction, clusterName);
    if (cluster === null) return null;
    const known = await findUpload(transaction, cluster.id, upload);
    if (known) return known;
    const head = await readHead(transaction, cluster);
    if (head === null || !equal(head.bodyDigest, upload.bodyDigest)) return null;
    // Another engine may admit other objects of the same bytes, so only its own snapshots tell what they hold.
    if (head.engineVersion !== upload.engineVersion) return null;
    const added = await addSnapshot(transaction, { cluster, head, upload, held: head, now });
    const { body } = await transaction.skippedList.findUniqueOrThrow({ where: { digest: bytes(head.skippedDigest) } });
    return { ...added, skipped: body as unknown as readonly Skipped[] };
  });
}

/** Uploads of one cluster wait here for each other, so that sequences have no gap and ranges no overlap. */
async function lockCluster(transaction: Transaction, name: string): Promise<LockedCluster | null> {
  const [cluster] = await transaction.$queryRaw<LockedCluster[]>`
    SELECT id, sequence, analyses, head_sequence AS "headSequence" FROM cluster WHERE name = ${name} FOR UPDATE`;
  return cluster ?? null;
}

async function createCluster(transaction: Transaction, name: string): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO cluster (id, name) VALUES (gen_random_uuid(), ${name}) ON CONFLICT (name) DO NOTHING`;
}

/** The first answer to an upload id. @throws UploadIdReused when the body is another one */
async function findUpload(transaction: Transaction, clusterId: string, upload: UploadHeader): Promise<Receipt | null> {
  const snapshot = await transaction.snapshot.findUnique({
    where: { clusterId_uploadId: { clusterId, uploadId: upload.uploadId } },
    include: { skipped: true },
  });
  if (!snapshot) return null;
  if (!equal(snapshot.bodyDigest, upload.bodyDigest)) throw new UploadIdReused(upload.uploadId);
  return {
    ...receiptOf(snapshot),
    skipped: snapshot.skipped.body as unknown as readonly Skipped[],
    analysisQueued: false,
    retried: true,
  };
}

async function readHead(transaction: Transaction, { id, headSequence }: LockedCluster): Promise<Head | null> {
  if (headSequence === null) return null;
  const [head] = await transaction.$queryRaw<Head[]>`
    SELECT s.content_digest AS "contentDigest", s.layout_digest AS "layoutDigest", s.istio_version AS "istioVersion",
      s.body_digest AS "bodyDigest", s.object_count AS "objectCount",
      s.skipped_digest AS "skippedDigest", s.captured_at AS "capturedAt", s.analysis, a.engine_version AS "engineVersion", a.state::text AS state
    FROM snapshot s JOIN analysis a ON a.cluster_id = s.cluster_id AND a.number = s.analysis
    WHERE s.cluster_id = ${id}::uuid AND s.sequence = ${headSequence}`;
  return head ?? null;
}

interface Arrival {
  readonly cluster: LockedCluster;
  readonly head: Head | null;
  readonly upload: UploadHeader;
  readonly held: Held;
  readonly now: Date;
}

interface UploadParts {
  readonly objects: readonly StoredObject[];
  readonly layout: Uint8Array;
  readonly skippedList: SkippedList;
}

async function storeContent(
  transaction: Transaction,
  arrival: Arrival,
  { objects, layout, skippedList }: UploadParts,
): Promise<void> {
  const { cluster, head, held } = arrival;
  if (head === null || !equal(head.contentDigest, held.contentDigest)) {
    const record = isLate(arrival) ? recordLateObjects : replaceObjects;
    await record(transaction, cluster.id, cluster.sequence + 1, objects);
  }
  if (head === null || !equal(head.layoutDigest, held.layoutDigest)) {
    await addLayout(transaction, held.layoutDigest, layout);
  }
  if (head === null || !equal(head.skippedDigest, held.skippedDigest)) await addSkippedList(transaction, skippedList);
}

/** A time in the future is a clock that is wrong, and must not make all that follow late. */
function capturedAtOf({ upload, now }: Arrival): Date {
  return upload.capturedAt !== null && upload.capturedAt < now ? upload.capturedAt : now;
}

function isLate(arrival: Arrival): boolean {
  return arrival.head !== null && capturedAtOf(arrival) < arrival.head.capturedAt;
}

async function addSnapshot(transaction: Transaction, arrival: Arrival): Promise<Omit<Receipt, 'skipped'>> {
  const { cluster, head, upload, held, now } = arrival;
  const sequence = cluster.sequence + 1;
  const capturedAt = capturedAtOf(arrival);
  const late = isLate(arrival);
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
    contentDigest: bytes(held.contentDigest),
    layoutDigest: bytes(held.layoutDigest),
    skippedDigest: bytes(held.skippedDigest),
    istioVersion: upload.istioVersion,
    ...storableSource(upload.source),
    capturedAt,
    receivedAt: now,
    late,
    objectCount: held.objectCount,
    analysis,
  };
  await transaction.snapshot.create({ data: snapshot, select: { sequence: true } });
  await moveCluster(transaction, {
    cluster,
    sequence,
    analysis,
    late,
    analysed: !analysisQueued && head?.state === 'DONE',
  });
  return { ...receiptOf(snapshot), analysisQueued, retried: false };
}

/**
 * Whether the analysis of the current snapshot answers for the new one too. Only the current one can: the answers of
 * an older equal snapshot have ended, and must be opened again by an analysis. A failed one is tried again.
 */
function answeredByHead({ head, upload, held }: Arrival): boolean {
  return (
    head !== null &&
    head.state !== 'FAILED' &&
    head.engineVersion === upload.engineVersion &&
    head.istioVersion === upload.istioVersion &&
    equal(head.contentDigest, held.contentDigest) &&
    equal(head.layoutDigest, held.layoutDigest) &&
    equal(head.skippedDigest, held.skippedDigest)
  );
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

/** Prisma wants bytes over a plain ArrayBuffer. */
const bytes = (content: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(content);
