import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { count } from '../say.js';

export const ambientAndSidecarLabels = defineCheck({
  id: 'ambient-and-sidecar-labels',
  severity: 'warning',
  title: 'A namespace enrolled in ambient mode while sidecar injection is on',
  why: 'A pod with a sidecar is never captured by ztunnel, so the sidecars win in this namespace: policies with targetRefs do not reach these pods, and policies for ztunnel are read by the sidecars, layer 7 included.',
  fix: 'Choose one mode: remove `istio-injection` and restart the pods, or remove `istio.io/dataplane-mode`.',
  source: 'istio cni/pkg/util/podutil.go podHasSidecar (semantics 1.1 rule 2, 1.3)',

  run({ model }, report) {
    for (const { name, labels, manifest } of model.namespaces.values()) {
      if (manifest === null || labelValue(labels, 'istio.io/dataplane-mode') !== 'ambient') continue;
      if (labelValue(labels, 'istio-injection') !== 'enabled') continue;
      const withSidecar = (model.workloadsByNamespace.get(name) ?? []).filter(({ sidecar }) => sidecar);
      report({
        manifest,
        field: ['metadata', 'labels', 'istio-injection'],
        message: `Namespace ${name} asks for ambient mode and for sidecars; sidecars win${
          withSidecar.length > 0 ? ` for ${count(withSidecar.length, 'workload')}` : ''
        }`,
        affected: withSidecar.map(({ owner }) => owner),
        evidence: [
          factAt(
            manifest,
            ['metadata', 'labels', 'istio.io/dataplane-mode'],
            'This label enrols the namespace in ambient mode.',
          ),
          factAt(
            manifest,
            ['metadata', 'labels', 'istio-injection'],
            'This label has sidecars injected; a pod with a sidecar is never captured.',
          ),
        ],
      });
    }
  },
});
