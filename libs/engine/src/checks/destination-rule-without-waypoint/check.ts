import { anySidecar, destinationRules, hasCaptured, lacksWaypoint, servedByGateways } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { onlyMeshTls, originatesTls } from '../destination-rules.js';
import { nameOf } from '../say.js';

export const destinationRuleWithoutWaypoint = defineCheck({
  id: 'destination-rule-without-waypoint',
  severity: 'warning',
  title: 'A DestinationRule for a Service that has no waypoint',
  why: 'ztunnel balances connections in its own way and knows no subsets, connection pools or outlier detection. With no waypoint, no gateway and no client with a sidecar, nobody reads this DestinationRule.',
  fix: 'Give the Service a waypoint (`istio.io/use-waypoint` on it or its namespace), or remove the DestinationRule.',
  source: 'istio pilot/pkg/networking/core/cluster_waypoint.go (semantics 3.8; 10.6 VS_DR_WITHOUT_WAYPOINT)',

  run({ index }, report) {
    if (index.once(destinationRules).length === 0 || index.once(anySidecar)) return;
    for (const { manifest, field, service } of index.once(destinationRules)) {
      if (!lacksWaypoint(service) || !hasCaptured(service)) continue;
      if (onlyMeshTls(manifest.body.spec) || originatesTls(manifest.body.spec)) continue;
      if (index.once(servedByGateways).has(service)) continue;
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} has no effect: ${nameOf(service)} has no waypoint that would read it, and ztunnel does not`,
        affected: [service],
        evidence: service.binding.evidence(),
      });
    }
  },
});
