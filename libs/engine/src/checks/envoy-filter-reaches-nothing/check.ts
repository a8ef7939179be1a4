import { defineCheck } from '../define-check.js';
import { unreadPolicies } from '../reaches-nothing.js';
import { nameOf } from '../say.js';

export const envoyFilterReachesNothing = defineCheck({
  id: 'envoy-filter-reaches-nothing',
  severity: 'warning',
  title: 'An EnvoyFilter that no proxy reads',
  why: 'ztunnel is no Envoy, and a waypoint reads an EnvoyFilter only when its `targetRefs` name its Gateway or, from the root namespace, its GatewayClass. A Service as target passes validation and matches nothing.',
  fix: 'Target the Gateway of the waypoint (Istio 1.27 or newer).',
  source: 'istio pilot/pkg/model/push_context.go getMatchedEnvoyFilters (semantics 3.7)',

  run(input, report) {
    for (const { policy, field, because, affected, evidence } of unreadPolicies(input, 'EnvoyFilter')) {
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} ${WHY[because]}: it changes nothing`,
        affected,
        evidence,
      });
    }
  },
});

const WHY = {
  SELECTOR: 'has no targetRefs, so no waypoint reads it, and ztunnel is no Envoy',
  SERVICE: 'targets a Service, which waypoints do not look for in an EnvoyFilter',
};
