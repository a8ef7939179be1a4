import { USE_WAYPOINT } from '../../model/waypoint-reference.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const optOutWithPolicies = defineCheck({
  id: 'opt-out-with-policies',
  severity: 'error',
  title: 'A Service that opts out of the waypoint its policies need',
  why: 'With `istio.io/use-waypoint: none` the Service has no waypoint, whatever its namespace says. The policies and routes that name the Service are enforced by its waypoint, so nobody enforces them.',
  fix: 'Remove the label, or the policies and routes. What layer 4 can say may stand in a policy with a `selector`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go GetUseWaypoint (semantics 2.3)',

  run({ model, index }, report) {
    for (const service of model.services) {
      const { binding, manifest } = service;
      if (binding.reason !== 'OPTED_OUT' || binding.referencedFrom !== 'OBJECT') continue;
      const lost = [...index.policiesTargeting(service), ...index.routesTo(service)];
      if (lost.length === 0) continue;
      report({
        manifest,
        field: ['metadata', 'labels', USE_WAYPOINT],
        message: `${nameOf(service)} opts out of its waypoint, so nobody enforces ${listed(lost.map(nameOf).sort())}`,
        affected: [service, ...lost],
        evidence: binding.evidence(),
      });
    }
  },
});
