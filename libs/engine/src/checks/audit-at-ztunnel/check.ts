import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const auditAtZtunnel = defineCheck({
  id: 'audit-at-ztunnel',
  severity: 'warning',
  title: 'An AUDIT policy that nobody evaluates',
  why: 'istiod does not send AUDIT policies to ztunnel, so nothing is logged for the pods that this policy selects.',
  fix: 'Attach the policy to a waypoint with `targetRefs`, or use the access log of ztunnel.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy; status ZtunnelAccepted False (semantics 4.1)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'AUDIT') continue;
      const verdicts = index.verdictsOf(policy).filter(({ effect }) => effect === 'NOT_SENT_UNSUPPORTED_ACTION');
      if (verdicts.every(({ targets }) => targets.length === 0)) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'action'],
        message: `${nameOf(policy)} audits nothing: ztunnel knows no AUDIT action`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
