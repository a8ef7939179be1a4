import { DATAPLANE_MODE } from '../../model/capture.js';
import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';

export const ambientInExcludedNamespace = defineCheck({
  id: 'ambient-in-excluded-namespace',
  severity: 'warning',
  title: 'A namespace enrolled in ambient mode that istio-cni leaves out',
  why: 'istio-cni does not touch the pods of the namespaces in `excludeNamespaces` (by default `kube-system`). The label of the namespace enrols nobody, and policies at ztunnel do not apply. (Before Istio 1.30 only the plugin knew the list: pods that ran already were captured.)',
  fix: 'Remove the namespace from `excludeNamespaces` of istio-cni, or remove the label.',
  source:
    'istio cni/pkg/plugin/plugin.go isAmbientPod; manifests/charts/istio-cni/values.yaml (semantics 1.1 rule 3, 8)',

  run({ model }, report) {
    for (const name of model.cni.excludedNamespaces) {
      const namespace = model.namespaces.get(name);
      if (namespace?.manifest == null || labelValue(namespace.labels, DATAPLANE_MODE) !== 'ambient') continue;
      const field = ['metadata', 'labels', DATAPLANE_MODE];
      report({
        manifest: namespace.manifest,
        field,
        message: `Namespace ${name} asks for ambient mode, but istio-cni leaves it out: its pods are not captured`,
        affected: (model.workloadsByNamespace.get(name) ?? []).map(({ owner }) => owner),
        evidence: [
          factAt(namespace.manifest, field, 'This label asks for ambient mode.'),
          ...(model.cni.manifest
            ? [factAt(model.cni.manifest, ['data'], `${name} is among the excluded namespaces.`)]
            : []),
        ],
      });
    }
  },
});
