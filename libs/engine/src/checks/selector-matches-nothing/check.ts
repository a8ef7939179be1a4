import { selectWorkloads } from '../../model/workload-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { waypointsSelected } from '../waypoints-selected.js';

export const selectorMatchesNothing = defineCheck({
  id: 'selector-matches-nothing',
  severity: 'warning',
  title: 'A policy whose selector matches no workload',
  why: 'No pod (or pod template) in reach of the policy has these labels, so the policy does nothing. Often a label was renamed, or the policy stands in the wrong namespace.',
  fix: 'Compare the selector with the labels of the pods, not with those of the Deployment or the Service.',
  source: 'istio pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies (semantics 4.8, 10.1)',

  run({ model, index }, report) {
    // Policies alone (as in a repository of policies) say nothing about what exists.
    if (model.workloads.length === 0) return;
    for (const policy of model.policies) {
      const matchLabels = policy.selector?.matchLabels ?? {};
      const wanted = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
      if (wanted.length === 0 || policy.targetRefs.length > 0) continue;
      if (index.once(waypointsSelected).has(policy)) continue;
      const reach = policy.namespace === model.mesh.rootNamespace ? null : policy.namespace;
      if (selectWorkloads(model, reach, matchLabels).length > 0) continue;
      const path = policy.kind === 'EnvoyFilter' ? ['workloadSelector', 'labels'] : ['selector', 'matchLabels'];
      report({
        manifest: policy.manifest,
        field: ['spec', ...path],
        message: `${nameOf(policy)} selects ${wanted.sort().join(', ')}, which no workload ${reach === null ? 'of the mesh' : `in namespace ${reach}`} has: it does nothing`,
      });
    }
  },
});
