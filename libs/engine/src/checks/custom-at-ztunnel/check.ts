import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const customAtZtunnel = defineCheck({
  id: 'custom-at-ztunnel',
  severity: 'error',
  title: 'External authorization that is never asked',
  why: 'istiod does not send CUSTOM policies to ztunnel. The pods that this policy selects are reached without the external authorizer being asked.',
  fix: 'Attach the policy to a waypoint with `targetRefs`.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy; status ZtunnelAccepted False (semantics 4.1)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'CUSTOM') continue;
      const verdicts = index.verdictsOf(policy).filter(({ effect }) => effect === 'NOT_SENT_UNSUPPORTED_ACTION');
      if (verdicts.every(({ targets }) => targets.length === 0)) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'action'],
        message: `${nameOf(policy)} is not enforced: ztunnel knows no CUSTOM action, so provider ${policy.provider} is never asked`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
