import { factAt } from '../../model/evidence.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Labels } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

const LABELS = [
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'istio.io/use-waypoint-namespace',
  'istio.io/waypoint-for',
  'istio.io/ingress-use-waypoint',
];

export const ambientLabelAsAnnotation = defineCheck({
  id: 'ambient-label-as-annotation',
  severity: 'warning',
  title: 'A label of ambient mode written as an annotation',
  why: 'Istio reads these names from labels only. As an annotation the setting has no effect: no capture, no waypoint, or the default type.',
  fix: 'Move the line from `annotations` to `labels`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go; api label/labels.gen.go (semantics 2.2, 2.3)',

  run({ model, index }, report) {
    for (const { manifest, labels, annotations } of labelled(model)) {
      for (const key of LABELS) {
        if (labelValue(annotations, key) === undefined || labelValue(labels, key) !== undefined) continue;
        report({
          manifest,
          field: ['metadata', 'annotations', key],
          message: `${nameOf(manifest)} has ${key} as an annotation, where Istio does not look: it has no effect`,
          evidence: [factAt(manifest, ['metadata', 'annotations', key], `Istio reads ${key} from labels only.`)],
          cause: key,
        });
      }
    }
    for (const workload of workloadsByOwnerOnce(index)) {
      const { manifest, labels, annotations, owner } = workload;
      for (const key of LABELS_OF_PODS) {
        if (labelValue(annotations, key) === undefined || labelValue(labels, key) !== undefined) continue;
        const field = podMetadata(workload, 'annotations', key);
        report({
          manifest,
          field,
          message: `${nameOf(owner)} has ${key} as an annotation of its pods, where Istio does not look: it has no effect`,
          affected: [owner],
          evidence: [factAt(manifest, field, `Istio reads ${key} from labels only.`)],
          cause: `${owner.kind}/${owner.name} ${key}`,
        });
      }
    }
  },
});

const LABELS_OF_PODS = ['istio.io/dataplane-mode', 'istio.io/use-waypoint'];

interface Labelled {
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly annotations: Labels;
}

const labelled = (model: {
  readonly namespaces: ReadonlyMap<string, Omit<Labelled, 'manifest'> & { readonly manifest: Manifest | null }>;
  readonly services: readonly Labelled[];
  readonly gateways: readonly Labelled[];
}): Labelled[] => [
  ...[...model.namespaces.values()].filter((namespace): namespace is Labelled => namespace.manifest !== null),
  ...model.services,
  ...model.gateways,
];
