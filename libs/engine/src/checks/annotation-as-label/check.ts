import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { CANARY_WEIGHT } from '../../model/canary.js';
import { factAt } from '../../model/evidence.js';
import type { ClusterModel, Labels } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import type { CheckIndex } from '../check-index.js';
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
    for (const { manifest, labels, annotations, key, path } of labelled(model, index)) {
      if (labelValue(labels, key) === undefined || labelValue(annotations, key) !== undefined) continue;
      report({
        manifest,
        field: path,
        message: `${nameOf(manifest)} has ${key} as a label, where Istio does not look: it has no effect`,
        evidence: [factAt(manifest, path, `Istio reads ${key} from annotations only.`)],
        cause: key,
      });
    }
  },
});

interface Labelled {
  readonly manifest: Manifest;
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  readonly key: string;
  readonly path: FieldPath;
}

const ON_PODS = ['ambient.istio.io/bypass-inbound-capture', 'ambient.istio.io/dns-capture'];
const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';

function* labelled(model: ClusterModel, index: CheckIndex): Iterable<Labelled> {
  const at = (key: string) => ({ key, path: ['metadata', 'labels', key] });
  for (const gateway of model.gateways) yield { ...gateway, ...at(INBOUND_BINDING) };
  for (const { manifest, labels, annotations } of model.namespaces.values()) {
    if (manifest !== null) yield { manifest, labels, annotations, ...at(CANARY_WEIGHT) };
  }
  for (const { manifest, labels, annotations } of model.services) {
    yield { manifest, labels, annotations, ...at(CANARY_WEIGHT) };
  }
  for (const workload of workloadsByOwnerOnce(index)) {
    const { manifest, labels, annotations } = workload;
    for (const key of ON_PODS) yield { manifest, labels, annotations, key, path: podMetadata(workload, 'labels', key) };
  }
}
