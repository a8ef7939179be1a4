import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';
import { unenforcedPolicies } from '../unenforced.js';

export const authorizationReachesNothing = defineCheck({
  id: 'authorization-reaches-nothing',
  severity: 'warning',
  title: 'An AuthorizationPolicy for pods outside the mesh',
  why: 'ztunnel enforces policies for the pods that it captures, a sidecar for its own pod. The pods that this policy selects have neither, so nobody enforces it.',
  fix: 'Enrol the pods (`istio.io/dataplane-mode: ambient` on the namespace or the pods), or remove the policy.',
  source:
    'istio cni/pkg/util/enablement_selector.go Matches; ztunnel src/state.rs assert_rbac (semantics 1.1, table 7.5)',

  run(input, report) {
    for (const { policy, affected, waypoints, evidence } of unenforcedPolicies(input)) {
      // With a waypoint in front another way out is nearer, and another check tells it.
      if (waypoints.length > 0) continue;
      report({
        manifest: policy.manifest,
        field: policy.selector === undefined ? ['spec'] : ['spec', 'selector'],
        message: `${nameOf(policy)} is enforced by nobody: ${count(affected.length, 'workload')} that it selects ${affected.length === 1 ? 'is' : 'are'} outside the mesh`,
        affected,
        evidence,
      });
    }
  },
});
