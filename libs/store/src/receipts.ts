import type { Skipped } from '@waymark/engine';
import { equalBytes } from './bytes.js';
import { UploadIdReused } from './errors.js';
import type { Prisma } from './generated/prisma/client.js';
import { clusterKeyId } from './ids.js';
import type { Receipt, UploadHeader } from './snapshot.repository.js';

/** The first answer to an upload id. @throws UploadIdReused when the body is another one */
export async function findUpload(
  transaction: Prisma.TransactionClient,
  clusterId: string,
  upload: UploadHeader,
): Promise<Receipt | null> {
  const snapshot = await transaction.snapshot.findUnique({
    where: { clusterId_uploadId: { clusterId, uploadId: upload.uploadId } },
    include: { skipped: true },
  });
  if (!snapshot) return null;
  if (!equalBytes(snapshot.bodyDigest, upload.bodyDigest)) throw new UploadIdReused(upload.uploadId);
  return {
    ...receiptOf(snapshot),
    skipped: snapshot.skipped.body as unknown as readonly Skipped[],
    analysisQueued: false,
    retried: true,
  };
}

export interface ReceiptRow {
  readonly clusterId: string;
  readonly sequence: number;
  readonly contentDigest: Uint8Array;
  readonly objectCount: number;
  readonly analysis: number;
  readonly capturedAt: Date;
  readonly receivedAt: Date;
}

export function receiptOf(row: ReceiptRow): Omit<Receipt, 'skipped' | 'analysisQueued' | 'retried'> {
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
