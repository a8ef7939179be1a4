import { DATAPLANE_MODE } from '../../model/capture.js';
import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

export const podWithBothModes = defineCheck({
  id: 'pod-with-both-modes',
  severity: 'warning',
  title: 'Pods that ask for ambient mode and get a sidecar',
  why: 'A pod with a sidecar is never captured, whatever its label says. Policies with `targetRefs` do not reach it, and its sidecar reads policies with selectors, layer 7 included.',
  fix: 'Remove the label, or switch injection off for these pods (`sidecar.istio.io/inject: "false"`).',
  source: 'istio cni/pkg/util/podutil.go podHasSidecar (semantics 1.1 rule 2, 1.3)',

  run({ index }, report) {
    for (const workload of workloadsByOwnerOnce(index)) {
      const { labels, sidecar, manifest, owner } = workload;
      if (!sidecar || labelValue(labels, DATAPLANE_MODE) !== 'ambient') continue;
      const path = podMetadata(workload, 'labels', DATAPLANE_MODE);
      report({
        manifest,
        field: path,
        message: `${nameOf(owner)} asks for ambient mode, but its pods get sidecars: they are not captured`,
        affected: [owner],
        evidence: [factAt(manifest, path, 'This label asks for ambient mode; injection wins.')],
        cause: `${owner.kind}/${owner.name}`,
      });
    }
  },
});
