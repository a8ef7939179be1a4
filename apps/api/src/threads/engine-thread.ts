// Runs in the threads of EnginePool: whatever reads a large body or analyses, so that the event loop stays free.
import {
  admit,
  analyze,
  analyzeWithModel,
  fleetFacts,
  type KubernetesObject,
  layoutOf,
  readManifests,
  restoreManifests,
} from '@waymark/engine';
import { type AnalysisInput, clusterFactsOf, contentOf, DuplicateObject, UnstorableObject } from '@waymark/store';
import type { AdmittedUpload, AnalysedSnapshot, CheckTask, ReadTask } from './engine-pool.js';
import { type Refusal, refusalOf } from './refusal.js';

/** A body to what may be stored of it. */
export function admitUpload({ name, bytes }: ReadTask): AdmittedUpload | Refusal {
  const read = readManifests([{ name, bytes, unnamed: true }]);
  const admitted = admit(read.manifests);
  const skipped = [...read.skipped, ...admitted.skipped];
  const refusal = refusalOf(read) ?? refusalOf({ manifests: admitted.manifests, skipped });
  if (refusal !== undefined) return refusal;
  try {
    return {
      content: contentOf(admitted.manifests),
      layout: layoutOf(admitted.manifests),
      skipped,
    };
  } catch (error) {
    return storeRefusal(error);
  }
}

/** A stored snapshot to its analysis, and to what the fleet's own questions are answered from. */
export function analyseSnapshot({ bodies, layout, skipped, istioVersion }: AnalysisInput): AnalysedSnapshot {
  const objects = bodies.map((body): KubernetesObject => JSON.parse(body));
  const manifests = restoreManifests(objects, layout);
  const { analysis, model } = analyzeWithModel({ manifests, skipped }, optionsOf(istioVersion));
  return { analysis, facts: clusterFactsOf(fleetFacts(model, analysis)) };
}

/** A body to the JSON of its analysis, with nothing stored. */
export function checkBody({ name, bytes, istioVersion }: CheckTask): Uint8Array | Refusal {
  const read = readManifests([{ name, bytes, unnamed: true }]);
  return refusalOf(read) ?? Buffer.from(JSON.stringify(analyze(read, optionsOf(istioVersion))));
}

const optionsOf = (istioVersion: string | null) => (istioVersion === null ? {} : { istioVersion });

function storeRefusal(error: unknown): Refusal {
  if (error instanceof DuplicateObject) return { refused: 'DUPLICATE_OBJECT', details: [{ detail: error.message }] };
  if (error instanceof UnstorableObject) return { refused: 'INVALID_ENCODING', details: [{ detail: error.message }] };
  throw error;
}
