import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { waypointsSelected } from '../waypoints-selected.js';

export const selectorOnWaypoint = defineCheck({
  id: 'selector-on-waypoint',
  severity: 'error',
  title: 'A policy that selects the pods of a waypoint',
  why: 'A waypoint reads policies whose `targetRefs` name it or a Service; a selector that fits its pods attaches nothing to it. ztunnel does not enforce it there either, because waypoint pods are not captured.',
  fix: 'Replace the selector by `targetRefs` with the Gateway of the waypoint.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy; istioctl IST0166 (semantics 1.3, 3.1, 3.2)',

  run({ index }, report) {
    for (const [policy, waypoint] of index.once(waypointsSelected)) {
      report({
        manifest: policy.manifest,
        field: [
          'spec',
          ...(policy.kind === 'EnvoyFilter' ? ['workloadSelector', 'labels'] : ['selector', 'matchLabels']),
        ],
        message: `${nameOf(policy)} selects the pods of waypoint ${waypoint}, which reads no policy by selector: nobody enforces it`,
      });
    }
  },
});
