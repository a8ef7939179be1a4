import type { FieldPath } from '../manifest/manifest.js';
import type { Labels, Workload } from './model.js';
import type { BindingSubject } from './waypoint-reference.js';

/** A workload before its binding and gateway are known. */
export type WorkloadDraft = Omit<Workload, 'binding' | 'gateway'> & {
  /** Where `istio.io/use-waypoint` is read: an inline endpoint has labels of its own (semantics 2.3). */
  readonly bindingLabels: Labels | undefined;
  readonly bindingPath: FieldPath;
  readonly outsideAmbient: BindingSubject['outsideAmbient'];
};
