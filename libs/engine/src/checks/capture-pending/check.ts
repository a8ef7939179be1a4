import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const capturePending = defineCheck({
  id: 'capture-pending',
  severity: 'error',
  title: 'Pods that wait for ztunnel',
  why: 'The node agent has redirected the traffic of these pods to ztunnel, and ztunnel has not taken them over yet. Until it has, they have no connection at all.',
  fix: 'Look at the ztunnel and the istio-cni pod of their node: a crash, an old version, a missing certificate.',
  source: 'istio cni/pkg/util/podutil.go PodPartiallyEnrolled (semantics 1.2)',

  run({ model }, report) {
    const byNamespace = new Map<string, Workload[]>();
    for (const workload of model.workloads) {
      if (workload.capture.reason !== 'REDIRECTION_PENDING') continue;
      const known = byNamespace.get(workload.namespace);
      if (known === undefined) byNamespace.set(workload.namespace, [workload]);
      else known.push(workload);
    }
    for (const [name, workloads] of byNamespace) {
      const [first] = workloads;
      if (first === undefined) continue;
      const owners = workloads.map(({ owner }) => owner);
      report({
        manifest: model.namespaces.get(name)?.manifest ?? first.manifest,
        field: ['metadata', 'name'],
        message: `Pods of ${listed(owners.map(nameOf))} wait for ztunnel to take them over: they have no connection`,
        affected: owners,
        evidence: [
          factAt(
            first.manifest,
            ['metadata', 'annotations'],
            'The annotation ambient.istio.io/redirection is pending.',
          ),
        ],
      });
    }
  },
});
