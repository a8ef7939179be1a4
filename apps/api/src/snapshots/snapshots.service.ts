import { Injectable } from '@nestjs/common';
import {
  ClusterNotAllowed,
  IdempotencyKeyReused,
  type ReceiptJson,
  type SnapshotJson,
  SnapshotNotFound,
} from '@waymark/contract';
import {
  AnalysisRepository,
  type AnalysisRun,
  type Receipt,
  SEES_ALL,
  type Snapshot,
  SnapshotRepository,
  type UploadHeader,
  UploadIdReused,
  type Viewer,
} from '@waymark/store';
import type { Caller } from '../access/caller.js';
import { keyOf } from '../graphql/node-id.js';
import { Queue } from '../queue/queue.js';
import type { AdmittedUpload } from '../threads/engine-pool.js';
import { receiptOf, snapshotJson } from './snapshot-json.js';
import { untilEnded } from './until-ended.js';

@Injectable()
export class SnapshotsService {
  constructor(
    private readonly snapshots: SnapshotRepository,
    private readonly analyses: AnalysisRepository,
    private readonly queue: Queue,
  ) {}

  /** Stores an upload and has it analysed. A retry gets the first answer. Throws IdempotencyKeyReused. */
  receive(cluster: string, header: UploadHeader, admitted: AdmittedUpload): Promise<ReceiptJson> {
    return this.answer(this.snapshots.receive(cluster, { ...header, ...admitted, createCluster: true }));
  }

  /** The same for bytes that need no reading: a retry, or those of the current snapshot; null for any other. */
  async receiveSame(cluster: string, header: UploadHeader): Promise<ReceiptJson | null> {
    const receipt = await this.snapshots.receiveSame(cluster, header).catch(refuseReusedKey);
    return receipt && this.answer(Promise.resolve(receipt));
  }

  private async answer(received: Promise<Receipt>): Promise<ReceiptJson> {
    const receipt = await received.catch(refuseReusedKey);
    if (receipt.analysisQueued) await this.queue.announce();
    const [snapshot] = await this.snapshots.byIds(SEES_ALL, [receipt.snapshotId]);
    if (snapshot === undefined) throw new Error(`The snapshot ${receipt.snapshotId} is gone.`);
    return receiptOf(snapshot);
  }

  /** Waits at most `waitMs` for the analysis to end. Throws SnapshotNotFound, also for what the viewer may not see. */
  async find(viewer: Viewer, id: string, waitMs: number, gone: AbortSignal): Promise<SnapshotJson> {
    const key = keyOf('Snapshot', id);
    const [snapshot] = key === undefined ? [] : await this.snapshots.byIds(viewer, [key]);
    if (snapshot === undefined) throw new SnapshotNotFound(id);
    await untilEnded(() => this.analyses.stateOf(viewer, snapshot.analysisId), waitMs, gone);
    return snapshotJson(snapshot, await this.runOf(viewer, snapshot));
  }

  private async runOf(viewer: Viewer, { analysisId }: Snapshot): Promise<AnalysisRun> {
    const [run] = await this.analyses.byIds(viewer, [analysisId]);
    if (run === undefined) throw new Error(`The analysis ${analysisId} is gone.`);
    return run;
  }
}

/** Throws ClusterNotAllowed: a cluster that a token may not write is none to it. */
export function mustReach(caller: Caller, cluster: string): void {
  if (!caller.reaches(cluster)) throw new ClusterNotAllowed(cluster);
}

function refuseReusedKey(error: unknown): never {
  throw error instanceof UploadIdReused ? new IdempotencyKeyReused(error.uploadId) : error;
}
