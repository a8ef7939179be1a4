import type { Manifest } from '../../manifest/manifest.js';
import { DATAPLANE_MODE } from '../../model/capture.js';
import { factAt } from '../../model/evidence.js';
import { field as fieldIn, labelsOf, labelValue } from '../../model/narrow.js';
import { USE_WAYPOINT } from '../../model/waypoint-reference.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const labelOnWorkloadController = defineCheck({
  id: 'label-on-workload-controller',
  severity: 'warning',
  title: 'A label of ambient mode on a Deployment instead of its pods',
  why: 'Istio reads these labels from pods. On the Deployment itself the label reaches no pod: it does not enrol them, take them out, or give them a waypoint.',
  fix: 'Move the label into `spec.template.metadata.labels`.',
  source:
    'istio cni/pkg/util/enablement_selector.go Matches; pilot/pkg/serviceregistry/ambient/workloads.go (semantics 1.1, 2.3)',

  run({ model }, report) {
    for (const kind of CONTROLLERS) {
      for (const manifest of model.othersByKind.get(kind) ?? []) {
        const labels = fieldIn(manifest.body.metadata, 'labels');
        for (const key of LABELS) {
          const value = fieldIn(labels, key);
          if (typeof value !== 'string' || labelValue(podLabels(manifest), key) !== undefined) continue;
          // What the namespace says already is no loss.
          if (labelValue(model.namespaces.get(manifest.namespace)?.labels, key) === value) continue;
          const field = ['metadata', 'labels', key];
          report({
            manifest,
            field,
            message: `${nameOf(manifest)} has ${key}: ${value}, but its pods have not: the label has no effect`,
            evidence: [factAt(manifest, field, 'Istio reads this label from pods.')],
            cause: key,
          });
        }
      }
    }
  },
});

const CONTROLLERS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout'];
const LABELS = [DATAPLANE_MODE, USE_WAYPOINT];

function podLabels({ kind, body }: Manifest) {
  const owner = kind === 'CronJob' ? fieldIn(fieldIn(body.spec, 'jobTemplate'), 'spec') : body.spec;
  return labelsOf(fieldIn(fieldIn(fieldIn(owner, 'template'), 'metadata'), 'labels'));
}
