import type { Skipped } from '@waymark/engine';
import {
  answeredByHead,
  capturedAtOf,
  createCluster,
  isLate,
  lockCluster,
  readHead,
  type Arrival,
  type LockedCluster,
} from './arrival.js';
import { equalBytes, plainBytes } from './bytes.js';
import type { StoredObject } from './content.js';
import { inTransaction } from './database.js';
import { ClusterNotFound } from './errors.js';
import type { Prisma, PrismaClient } from './generated/prisma/client.js';
import { storableText } from './json-text.js';
import { addLayout } from './layouts.js';
import { replaceObjects, recordLateObjects } from './object-versions.js';
import { findUpload, receiptOf } from './receipts.js';
import { sha256 } from './sha256.js';
import { addSkippedList, skippedListOf, type SkippedList } from './skipped-lists.js';
import type { Receipt, Source, Upload, UploadHeader } from './snapshot.repository.js';

type Transaction = Prisma.TransactionClient;

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
    if (head === null || !equalBytes(head.bodyDigest, upload.bodyDigest)) return null;
    // Another engine may admit other objects of the same bytes, so only its own snapshots tell what they hold.
    if (head.engineVersion !== upload.engineVersion) return null;
    const added = await addSnapshot(transaction, { cluster, head, upload, held: head, now });
    const { body } = await transaction.skippedList.findUniqueOrThrow({
      where: { digest: plainBytes(head.skippedDigest) },
    });
    return { ...added, skipped: body as unknown as readonly Skipped[] };
  });
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
  if (head === null || !equalBytes(head.contentDigest, held.contentDigest)) {
    const record = isLate(arrival) ? recordLateObjects : replaceObjects;
    await record(transaction, cluster.id, cluster.sequence + 1, objects);
  }
  if (head === null || !equalBytes(head.layoutDigest, held.layoutDigest)) {
    await addLayout(transaction, held.layoutDigest, layout);
  }
  if (head === null || !equalBytes(head.skippedDigest, held.skippedDigest))
    await addSkippedList(transaction, skippedList);
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
    bodyDigest: plainBytes(upload.bodyDigest),
    contentDigest: plainBytes(held.contentDigest),
    layoutDigest: plainBytes(held.layoutDigest),
    skippedDigest: plainBytes(held.skippedDigest),
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

function storableSource({ repository, commit, ref, run }: Source): Source {
  const text = (value: string | null) => (value === null ? null : storableText(value));
  return { repository: text(repository), commit: text(commit), ref: text(ref), run: text(run) };
}
