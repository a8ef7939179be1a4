import { LISTED_SKIPPED, LONGEST_WAIT_SECONDS, type ReceiptJson, type SnapshotJson } from '@waymark/contract';
import type { AnalysisRun, Snapshot } from '@waymark/store';
import { encodeId } from '../graphql/node-id.js';

/** What the sender gets, now and for every retry: nothing in it changes while the analysis goes on. */
export function receiptOf(snapshot: Snapshot): ReceiptJson {
  const id = encodeId('Snapshot', snapshot.id);
  const { source, skipped, skippedCount } = snapshot;
  return {
    id,
    cluster: snapshot.clusterName,
    sequence: snapshot.sequence,
    digest: snapshot.digest,
    capturedAt: snapshot.capturedAt.toISOString(),
    receivedAt: snapshot.receivedAt.toISOString(),
    repository: source.repository,
    commit: source.commit,
    ref: source.ref,
    run: source.run,
    objectCount: snapshot.objectCount,
    skippedCount,
    skipped: skipped.slice(0, LISTED_SKIPPED),
    analysis: { id: encodeId('Analysis', snapshot.analysisId), url: waitUrl(id) },
    url: `/v1/snapshots/${id}`,
  };
}

export function snapshotJson(snapshot: Snapshot, run: AnalysisRun): SnapshotJson {
  const receipt = receiptOf(snapshot);
  return {
    ...receipt,
    analysis: {
      ...receipt.analysis,
      state: run.state,
      engineVersion: run.engineVersion,
      istioVersion: run.istioVersion,
      queuedAt: run.queuedAt.toISOString(),
      startedAt: run.startedAt?.toISOString() ?? null,
      finishedAt: run.finishedAt?.toISOString() ?? null,
      error: run.error,
      findingCounts: run.summary?.findings ?? null,
    },
  };
}

const waitUrl = (id: string): string => `/v1/snapshots/${id}?wait=${LONGEST_WAIT_SECONDS}`;
