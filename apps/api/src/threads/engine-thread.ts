// Runs in the threads of EnginePool: whatever reads a large body or analyses, so that the event loop stays free.
import { createHash } from 'node:crypto';
import { type Analysis, analyze, type KubernetesObject, readManifests } from '@waymark/engine';
import { type AnalysisInput, contentOf, DuplicateObject, UnstorableObject } from '@waymark/store';
import { layoutOf, restoreManifests } from './interim-layout.js';
import type { AdmittedUpload, CheckTask, ReadTask } from './engine-pool.js';
import { type Refusal, refusalOf } from './refusal.js';

/** A body to what may be stored of it. */
export function admitUpload({ name, bytes }: ReadTask): AdmittedUpload | Refusal {
  const read = readManifests([{ name, bytes }]);
  const refusal = refusalOf(read);
  if (refusal !== undefined) return refusal;
  try {
    return {
      bodyDigest: createHash('sha256').update(bytes).digest(),
      content: contentOf(read.manifests),
      layout: layoutOf(read.manifests),
      skipped: read.skipped,
    };
  } catch (error) {
    return storeRefusal(error);
  }
}

/** A stored snapshot to its analysis. */
export function analyseSnapshot({ bodies, layout, skipped, istioVersion }: AnalysisInput): Analysis {
  const objects = bodies.map((body): KubernetesObject => JSON.parse(body));
  return analyze({ manifests: restoreManifests(objects, layout), skipped }, optionsOf(istioVersion));
}

/** A body to the JSON of its analysis, with nothing stored. */
export function checkBody({ name, bytes, istioVersion }: CheckTask): Uint8Array | Refusal {
  const read = readManifests([{ name, bytes }]);
  const refusal = refusalOf(read);
  if (refusal !== undefined) return refusal;
  return Buffer.from(JSON.stringify(analyze(read, optionsOf(istioVersion))));
}

const optionsOf = (istioVersion: string | null) => (istioVersion === null ? {} : { istioVersion });

function storeRefusal(error: unknown): Refusal {
  if (error instanceof DuplicateObject) return { refused: 'DUPLICATE_OBJECT', details: [{ detail: error.message }] };
  if (error instanceof UnstorableObject) return { refused: 'INVALID_ENCODING', details: [{ detail: error.message }] };
  throw error;
}
