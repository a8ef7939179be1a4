import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const emptySelector = defineCheck({
  id: 'empty-selector',
  severity: 'error',
  title: 'An AuthorizationPolicy with an empty selector',
  why: 'For a sidecar an empty selector means the whole namespace. For ztunnel it attaches the policy to nothing: an ALLOW restricts nobody, a DENY denies nothing, and the status says Accepted.',
  fix: 'Remove `selector` to mean the whole namespace.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies, confirmed by running (semantics 4.8, 14.17)',

  run({ model, index }, report) {
    for (const policy of index.authorizationPolicies) {
      const { selector, targetRefs, namespace } = policy;
      if (selector === undefined || targetRefs.length > 0 || Object.keys(selector.matchLabels ?? {}).length > 0)
        continue;
      const reach =
        namespace === model.mesh.rootNamespace ? model.workloads : model.workloadsByNamespace.get(namespace);
      const captured = (reach ?? []).filter(({ capture }) => capture.captured);
      if (captured.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'selector'],
        message: `${nameOf(policy)} has an empty selector, which attaches it to none of the ${count(captured.length, 'workload')} that ztunnel serves there`,
        affected: captured.map(({ owner }) => owner),
      });
    }
  },
});
