import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const dryRunCustomDenies = defineCheck({
  id: 'dry-run-custom-denies',
  severity: 'error',
  title: 'A dry run of external authorization that denies',
  why: 'istiod puts the rules of a CUSTOM policy in dry run into the filter that enforces, as a DENY: what they match is answered 403, and the authorizer is never asked.',
  fix: 'Remove the policy until it should be enforced; try the authorizer with a policy for a test Service.',
  source: 'istio pilot/pkg/security/authz/builder/builder.go, confirmed by running (semantics 14.12)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'CUSTOM' || !policy.dryRun) continue;
      const verdicts = index
        .verdictsOf(policy)
        .filter(({ effect, enforcer }) => effect === 'DENY_WIDENED' && enforcer.type !== 'NOBODY');
      if (verdicts.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'annotations', 'istio.io/dry-run'],
        message: `${nameOf(policy)} is in dry run, yet Istio denies what it matches and never asks provider ${policy.provider}`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
