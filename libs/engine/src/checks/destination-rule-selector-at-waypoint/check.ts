import { field, isFields, labelsOf } from '../../model/narrow.js';
import { selectWorkloads } from '../../model/workload-index.js';
import { destinationRules } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const destinationRuleSelectorAtWaypoint = defineCheck({
  id: 'destination-rule-selector-at-waypoint',
  severity: 'warning',
  title: 'A DestinationRule with a workloadSelector, for a Service behind a waypoint',
  why: 'A `workloadSelector` picks the clients with a sidecar that use the rule. A waypoint never uses a rule with one, whatever its labels.',
  fix: 'Leave out the `workloadSelector`.',
  source: 'istio pilot/pkg/model/sidecar.go SidecarScope.DestinationRule (semantics 3.8; 10.6 DR_WORKLOAD_SELECTOR)',

  run({ model, index }, report) {
    for (const { manifest, service } of index.once(destinationRules)) {
      const selector = field(manifest.body.spec, 'workloadSelector');
      if (!isFields(selector) || service.binding.waypoint?.role !== 'WAYPOINT') continue;
      const clients = selectWorkloads(model, manifest.namespace, labelsOf(field(selector, 'matchLabels')));
      if (clients.some(({ sidecar, gateway, classicGateway }) => sidecar || gateway !== null || classicGateway))
        continue;
      report({
        manifest,
        field: ['spec', 'workloadSelector'],
        message: `${nameOf(manifest)} has no effect: it selects no client with a sidecar, and the waypoint of ${nameOf(service)} ignores rules with a workloadSelector`,
        affected: [service],
        evidence: service.binding.evidence(),
      });
    }
  },
});
