// Runs in the threads of ModelPool: answers what only the whole model of a snapshot can tell.
import {
  buildModel,
  type ClusterModel,
  type KubernetesObject,
  restoreManifests,
  type Topology,
  topologyOf,
} from '@waymark/engine';
import type { AnalysisInput } from '@waymark/store';
import { RecentModels } from './recent-models.js';

export interface Question<Asked> {
  readonly snapshotId: string;
  readonly asked: Asked;
  /** null at first: the thread may still have the model. */
  readonly input: AnalysisInput | null;
}

/** The thread does not have the model: ask again with the input. */
export type Answer<T> = { readonly missing: true } | { readonly missing: false; readonly value: T };

const models = new RecentModels();

export const topology = (question: Question<string>): Answer<Topology | null> => answer(question, topologyOf);

function answer<Asked, T>(
  { snapshotId, asked, input }: Question<Asked>,
  solve: (model: ClusterModel, asked: Asked) => T,
): Answer<T> {
  const model = models.get(snapshotId) ?? (input && build(input));
  return model === null ? { missing: true } : { missing: false, value: solve(model, asked) };
}

function build({ snapshotId, bodies, layout, istioVersion }: AnalysisInput): ClusterModel {
  const manifests = restoreManifests(
    bodies.map((body): KubernetesObject => JSON.parse(body)),
    layout,
  );
  const { model } = buildModel(manifests, istioVersion === null ? {} : { istioVersion });
  models.add(snapshotId, model);
  return model;
}
