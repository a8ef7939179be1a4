import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { unenforcedPolicies } from '../unenforced.js';

export const policyNotReadByWaypoint = defineCheck({
  id: 'policy-not-read-by-waypoint',
  severity: 'error',
  title: 'A policy for a namespace or for pods that only a waypoint could enforce',
  why: 'A waypoint reads policies whose `targetRefs` name it or a Service, and no others. The pods here have neither a ztunnel nor a sidecar that would read the policy, so nobody enforces it, although all traffic to their Service crosses a waypoint.',
  fix: 'Give the policy `targetRefs` to the Service or to the waypoint.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 3.1, 3.2, table 7.5)',

  run(input, report) {
    for (const { policy, affected, waypoints, evidence } of unenforcedPolicies(input)) {
      if (waypoints.length === 0) continue;
      const names = waypoints.map(({ namespace, name }) => `${namespace}/${name}`).sort();
      report({
        manifest: policy.manifest,
        field: policy.selector === undefined ? ['spec'] : ['spec', 'selector'],
        message: `${nameOf(policy)} has no targetRefs, so waypoint ${listed(names)} does not read it, and its pods are outside the mesh: nobody enforces it`,
        affected,
        evidence,
      });
    }
  },
});
