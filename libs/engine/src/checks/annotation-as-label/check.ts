import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { CANARY_WEIGHT } from '../../model/canary.js';
import { factAt } from '../../model/evidence.js';
import type { Labels } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

export const annotationAsLabel = defineCheck({
  id: 'annotation-as-label',
  severity: 'warning',
  title: 'An annotation of ambient mode written as a label',
  why: 'Istio reads these names from annotations only. As a label the setting has no effect.',
  fix: 'Move the line from `labels` to `annotations`.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go; api annotation/annotations.gen.go (semantics 1.3, 2.4, 2.8)',

  run({ model, index }, report) {
    const look = ({ manifest, labels, annotations }: Labelled, key: string, pathOf: (key: string) => FieldPath) => {
      if (labelValue(labels, key) === undefined || labelValue(annotations, key) !== undefined) return;
      const path = pathOf(key);
      report({
        manifest,
        field: path,
        message: `${nameOf(manifest)} has ${key} as a label, where Istio does not look: it has no effect`,
        evidence: [factAt(manifest, path, `Istio reads ${key} from annotations only.`)],
        cause: key,
      });
    };
    for (const gateway of model.gateways) look(gateway, INBOUND_BINDING, ownLabel);
    for (const { manifest, labels, annotations } of model.namespaces.values()) {
      if (manifest !== null) look({ manifest, labels, annotations }, CANARY_WEIGHT, ownLabel);
    }
    for (const service of model.services) look(service, CANARY_WEIGHT, ownLabel);
    for (const workload of workloadsByOwnerOnce(index)) {
      for (const on of ON_PODS) look(workload, on, (key) => podMetadata(workload, 'labels', key));
    }
  },
});

interface Labelled {
  readonly manifest: Manifest;
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
}

const ON_PODS = ['ambient.istio.io/bypass-inbound-capture', 'ambient.istio.io/dns-capture'];
const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';

const ownLabel = (key: string): FieldPath => ['metadata', 'labels', key];
