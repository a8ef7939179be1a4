import type { FieldPath } from '../manifest/manifest.js';
import type { Draft } from './draft.js';
import type { Binding, Labels, Workload } from './model.js';
import type { BindingSubject } from './waypoint-reference.js';

/** A workload whose gateway and binding are still to be found, and what its binding is read from. */
export interface WorkloadDraft {
  readonly workload: Draft<Workload>;
  /** Where `istio.io/use-waypoint` is read: an inline endpoint has labels of its own (semantics 2.3). */
  readonly bindingLabels: Labels | undefined;
  readonly bindingPath: FieldPath;
  readonly outsideAmbient: BindingSubject['outsideAmbient'];
}

/** Stands in a draft until its binding is found. */
export const UNRESOLVED: Binding = Object.freeze({
  reason: 'NO_REFERENCE',
  waypoint: null,
  reference: null,
  referencedFrom: null,
  referencedAt: null,
  canary: null,
  evidence: () => [],
});
