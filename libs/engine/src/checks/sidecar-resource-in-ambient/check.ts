import { field, labelsOf } from '../../model/narrow.js';
import { selectWorkloads } from '../../model/workload-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const sidecarResourceInAmbient = defineCheck({
  id: 'sidecar-resource-in-ambient',
  severity: 'warning',
  title: 'A Sidecar resource for pods that have no sidecar',
  why: 'A Sidecar resource configures sidecars. ztunnel and waypoints do not read it, so its limits on what pods may reach do not hold.',
  fix: 'Remove it. To limit what pods may reach, use policies at the destination or a NetworkPolicy.',
  source:
    'istio pkg/config/analysis/analyzers/sidecar/selector.go, IST0167 (semantics 3.8; 10.6 SC_SIDECAR_CR_IN_AMBIENT)',

  run({ model }, report) {
    for (const manifest of model.othersByKind.get('Sidecar') ?? []) {
      if (manifest.namespace === model.mesh.rootNamespace) continue; // the default of all sidecars there are
      const labels = labelsOf(field(field(manifest.body.spec, 'workloadSelector'), 'labels'));
      const selected = selectWorkloads(model, manifest.namespace, labels);
      const captured = selected.filter(({ capture }) => capture.captured);
      if (captured.length === 0 || selected.some(({ sidecar }) => sidecar)) continue;
      report({
        manifest,
        field: ['spec'],
        message: `${nameOf(manifest)} has no effect: its pods are in ambient mode and have no sidecar that would read it`,
        affected: captured.map(({ owner }) => owner),
      });
    }
  },
});
