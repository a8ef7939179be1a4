import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const captureMissing = defineCheck({
  id: 'capture-missing',
  severity: 'error',
  title: 'Pods that run outside the mesh although their labels enrol them',
  why: 'The labels ask for ambient mode, but the node agent has not redirected the traffic of these pods: they miss its annotation. They have no identity, and no policy at ztunnel applies to them.',
  fix: 'Look at the istio-cni pod of their node (it may not run there, or not be in ambient mode), and restart the pods.',
  source:
    'istio cni/pkg/nodeagent/informers.go; pilot/pkg/serviceregistry/ambient/workloads.go setTunnelProtocol (semantics 1.1, 1.2)',

  run({ model }, report) {
    const byNamespace = new Map<string, Workload[]>();
    for (const workload of model.workloads) {
      if (workload.capture.reason !== 'NOT_REDIRECTED') continue;
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
        message: `Pods of ${listed(owners.map(nameOf))} should be in ambient mode, but no node agent has captured them: no policy at ztunnel applies to them`,
        affected: owners,
        evidence: [
          factAt(
            first.manifest,
            ['metadata', 'annotations'],
            'The annotation ambient.istio.io/redirection is missing.',
          ),
        ],
      });
    }
  },
});
