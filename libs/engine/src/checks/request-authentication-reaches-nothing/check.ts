import { defineCheck } from '../define-check.js';
import { unreadPolicies } from '../reaches-nothing.js';
import { nameOf } from '../say.js';

export const requestAuthenticationReachesNothing = defineCheck({
  id: 'request-authentication-reaches-nothing',
  severity: 'error',
  title: 'A RequestAuthentication that nobody reads',
  why: 'ztunnel cannot read tokens, and a waypoint reads a RequestAuthentication only when its `targetRefs` name the waypoint or a Service. No token is checked here: forged and expired ones pass.',
  fix: 'Give the policy `targetRefs` to the Service or to the waypoint.',
  source:
    'istio pilot/pkg/model/authentication.go getConfigsForWorkload; pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 3.1, 3.3)',

  run(input, report) {
    for (const { policy, field, affected, evidence } of unreadPolicies(input, 'RequestAuthentication')) {
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} has no targetRefs, so no waypoint reads it, and ztunnel reads no tokens: none is checked`,
        affected,
        evidence,
      });
    }
  },
});
