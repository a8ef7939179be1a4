import { defineCheck } from '../define-check.js';
import { unreadPolicies } from '../reaches-nothing.js';
import { nameOf } from '../say.js';

export const telemetryReachesNothing = defineCheck({
  id: 'telemetry-reaches-nothing',
  severity: 'warning',
  title: 'A Telemetry that no proxy reads',
  why: 'ztunnel has its own settings for metrics and logs, and a waypoint reads a Telemetry with a selector never: only those for a whole namespace and those with `targetRefs`. This one changes nothing.',
  fix: 'Replace the selector by `targetRefs`, or remove it to mean the namespace.',
  source: 'istio pilot/pkg/model/telemetry.go applicableTelemetries (semantics 3.5)',

  run(input, report) {
    for (const { policy, field, affected, evidence } of unreadPolicies(input, 'Telemetry')) {
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} is read by no proxy: ztunnel has settings of its own, and waypoints ignore selectors`,
        affected,
        evidence,
      });
    }
  },
});
