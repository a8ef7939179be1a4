import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

const DNS_CAPTURE = 'ambient.istio.io/dns-capture';

export const dnsCaptureOff = defineCheck({
  id: 'dns-capture-off',
  severity: 'warning',
  title: 'Clients that look past the ServiceEntries of the mesh',
  why: 'Without DNS capture a pod asks the DNS of the cluster, which knows the real address of an external host and not the one that Istio gives its ServiceEntry. Its requests go straight out, around the waypoint of the ServiceEntry and its policies.',
  fix: 'Remove the annotation, or close the direct way out with a NetworkPolicy.',
  source: 'istio cni/pkg/iptables; api annotation/annotations.gen.go (semantics 1.3, table 7.5)',

  run({ model, index }, report) {
    for (const workload of workloadsByOwnerOnce(index)) {
      const { annotations, capture, manifest, owner } = workload;
      if (labelValue(annotations, DNS_CAPTURE) !== 'false' || !capture.captured) continue;
      const skipped = model.services.filter(
        ({ kind, binding }) => kind === 'ServiceEntry' && binding.waypoint?.role === 'WAYPOINT',
      );
      if (skipped.length === 0) continue;
      const field = podMetadata(workload, 'annotations', DNS_CAPTURE);
      report({
        manifest,
        field,
        message: `${nameOf(owner)} does without DNS capture, so it goes around the waypoint of ${count(skipped.length, 'external host')}`,
        affected: [owner, ...skipped],
        evidence: [factAt(manifest, field, 'These pods ask the DNS of the cluster.')],
        cause: `${owner.kind}/${owner.name}`,
      });
    }
  },
});
