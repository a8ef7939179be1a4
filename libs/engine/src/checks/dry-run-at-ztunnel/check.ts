import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const dryRunAtZtunnel = defineCheck({
  id: 'dry-run-at-ztunnel',
  severity: 'warning',
  title: 'A dry run that is not run',
  why: 'istiod does not send policies in dry run to ztunnel (unless AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY is set, since 1.29). Nothing is logged, so the trial says nothing about what the policy would do.',
  fix: 'Set the flag on istiod 1.29 or newer once every ztunnel has that version, or try the policy at a waypoint.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy (semantics 4.1, 8)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (!policy.dryRun) continue;
      const verdicts = index.verdictsOf(policy).filter(({ effect }) => effect === 'NOT_SENT_DRY_RUN');
      if (verdicts.every(({ targets }) => targets.length === 0)) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'annotations', 'istio.io/dry-run'],
        message: `${nameOf(policy)} is in dry run, which ztunnel is never told about: nothing is logged`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
