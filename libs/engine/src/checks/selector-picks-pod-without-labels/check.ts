import type { AuthorizationPolicy } from '../../model/policy.js';
import { factAt } from '../../model/evidence.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const selectorPicksPodWithoutLabels = defineCheck({
  id: 'selector-picks-pod-without-labels',
  severity: 'warning',
  title: 'A pod without labels that every selector picks',
  why: 'For a pod without any `labels` istiod leaves the filter by label out: ztunnel applies to it every AuthorizationPolicy with a selector of its namespace and of the root namespace, whatever it selects.',
  fix: 'Give the pod a label.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies, confirmed by running (semantics 4.8, 14.17)',

  run({ model, index }, report) {
    for (const { labels, capture, kind, namespace, manifest, owner } of model.workloads) {
      if (labels !== undefined || kind !== 'Pod' || !capture.captured) continue;
      const byNamespace = index.once(selectorPolicies);
      const { rootNamespace } = model.mesh;
      const picked = [namespace, ...(namespace === rootNamespace ? [] : [rootNamespace])].flatMap(
        (name) => byNamespace.get(name) ?? [],
      );
      if (picked.length === 0) continue;
      report({
        manifest,
        field: ['metadata'],
        message: `${nameOf(manifest)} has no labels, so ztunnel applies ${listed(picked.map(nameOf))} to it, whatever they select`,
        affected: [owner, ...picked],
        evidence: [factAt(manifest, ['metadata'], 'There is no field labels here.')],
      });
    }
  },
});

/** AuthorizationPolicies with a selector that ztunnel is told, by namespace. */
function selectorPolicies(index: CheckIndex): ReadonlyMap<string, readonly AuthorizationPolicy[]> {
  const found = new Map<string, AuthorizationPolicy[]>();
  for (const policy of index.authorizationPolicies) {
    const selects = Object.keys(policy.selector?.matchLabels ?? {}).length > 0 && policy.targetRefs.length === 0;
    if (!selects || policy.dryRun || (policy.action !== 'ALLOW' && policy.action !== 'DENY')) continue;
    found.set(policy.namespace, [...(found.get(policy.namespace) ?? []), policy]);
  }
  return found;
}
