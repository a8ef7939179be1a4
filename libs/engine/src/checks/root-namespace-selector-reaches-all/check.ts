import { selectWorkloads } from '../../model/workload-index.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const rootNamespaceSelectorReachesAll = defineCheck({
  id: 'root-namespace-selector-reaches-all',
  severity: 'info',
  title: 'A policy with a selector that reaches into every namespace',
  why: 'In the root namespace a selector picks pods of the whole mesh, not those of its namespace. Any pod that gets these labels is under the policy.',
  fix: 'Nothing, if the whole mesh is meant. Else move the policy into the namespace of its pods.',
  source: 'istio pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies (semantics 3.2)',

  run({ model, index }, report) {
    const { rootNamespace } = model.mesh;
    for (const policy of index.authorizationPolicies) {
      const matchLabels = policy.selector?.matchLabels ?? {};
      if (policy.namespace !== rootNamespace || policy.targetRefs.length > 0) continue;
      if (Object.keys(matchLabels).length === 0) continue;
      const elsewhere = selectWorkloads(model, null, matchLabels).filter(
        ({ namespace }) => namespace !== rootNamespace,
      );
      const namespaces = new Set(elsewhere.map(({ namespace }) => namespace));
      if (namespaces.size === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'selector', 'matchLabels'],
        message: `${nameOf(policy)} stands in the root namespace, so its selector picks pods in ${count(namespaces.size, 'other namespace')} too`,
        affected: elsewhere.map(({ owner }) => owner),
      });
    }
  },
});
