import { defineCheck } from '../define-check.js';
import { unreadPolicies } from '../reaches-nothing.js';
import { nameOf } from '../say.js';

export const trafficExtensionReachesNothing = defineCheck({
  id: 'traffic-extension-reaches-nothing',
  severity: 'warning',
  title: 'A TrafficExtension that no proxy loads',
  why: 'ztunnel runs no extensions, and a waypoint loads one only when its `targetRefs` name the waypoint or a Service. This one runs nowhere.',
  fix: 'Give the extension `targetRefs` to the Service or to the waypoint, or delete it.',
  source:
    'istio pilot/pkg/model/push_context.go TrafficExtensionsByListenerInfo; pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 3.1, 3.6)',

  run(input, report) {
    for (const { policy, field, because, affected, evidence } of unreadPolicies(input, 'TrafficExtension')) {
      // With targetRefs it is their match that nothing fits, which extension-ports-at-waypoint tells.
      if (because !== 'SELECTOR') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} has no targetRefs, so no waypoint loads it, and ztunnel runs no extensions: it runs nowhere`,
        affected,
        evidence,
      });
    }
  },
});
