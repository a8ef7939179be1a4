import {
  admit,
  analyzeWithModel,
  ENGINE_VERSION,
  fleetFacts,
  layoutOf,
  readManifests,
  restoreManifests,
  type Analysis,
  type KubernetesObject,
} from '@waymark/engine';
import type { AnalysisJob, AnalysisRepository } from '../analysis.repository.js';
import { clusterFactsOf } from '../cluster-facts.js';
import { contentOf } from '../content.js';
import { sha256 } from '../sha256.js';
import type { SnapshotRepository, Upload } from '../snapshot.repository.js';

/** An upload of this YAML as the API receives it. Its id is its body, so that the same text is the same upload. */
export function uploadOf(yaml: string, changes: Partial<Upload> = {}): Upload {
  const bytes = new TextEncoder().encode(yaml);
  const read = readManifests([{ name: 'cluster.yaml', bytes }]);
  const { manifests, skipped } = admit(read.manifests);
  return {
    uploadId: sha256(bytes).toString('hex'),
    bodyDigest: sha256(bytes),
    content: contentOf(manifests),
    layout: layoutOf(manifests),
    skipped: [...read.skipped, ...skipped],
    source: { repository: null, commit: null, ref: null, run: null },
    capturedAt: null,
    istioVersion: null,
    engineVersion: ENGINE_VERSION,
    createCluster: true,
    ...changes,
  };
}

/** What the worker does with the next job: the engine's answer for the stored snapshot. */
export async function analyseNext(
  analyses: AnalysisRepository,
  snapshots: SnapshotRepository,
): Promise<{ job: AnalysisJob; analysis: Analysis }> {
  const job = await analyses.beginNext();
  if (job === null) throw new Error('Nothing waits to be analysed.');
  const input = await snapshots.loadForAnalysis(job.snapshotId);
  if (input === null) throw new Error(`The snapshot ${job.snapshotId} is gone.`);
  const bodies = input.bodies.map((body) => JSON.parse(body) as KubernetesObject);
  const manifests = restoreManifests(bodies, input.layout);
  const { analysis, model } = analyzeWithModel({ manifests, skipped: input.skipped });
  await analyses.finish(job, analysis, clusterFactsOf(fleetFacts(model, analysis)));
  return { job, analysis };
}
