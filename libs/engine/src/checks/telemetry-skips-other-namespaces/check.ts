import type { Service } from '../../model/model.js';
import type { CheckInput } from '../define-check.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { targetsOf, type PolicyTarget } from '../targets.js';

export const telemetrySkipsOtherNamespaces = defineCheck({
  id: 'telemetry-skips-other-namespaces',
  severity: 'warning',
  title: 'A Telemetry with targets that a waypoint does not read for Services of another namespace',
  why: 'A waypoint takes Telemetries with targets from one namespace: that of the Service since Istio 1.30.3, its own before. For the other it reads those without targets alone.',
  fix: 'Write a Telemetry in the namespace of the Services, with the Services as targets; before 1.30.3 one that targets the Gateway of the waypoint.',
  source: 'istio pilot/pkg/model/telemetry.go applicableTelemetries (semantics 3.5; 10.6 TEL_CROSS_NS_WAYPOINT)',

  run(input, report) {
    for (const found of targetsOf(input)) {
      if (found.policy.kind !== 'Telemetry' || !input.model.behaviour.telemetryAtWaypoints) continue;
      const missed = missedServices(input, found);
      if (missed.length === 0) continue;
      report({
        manifest: found.policy.manifest,
        field: found.field,
        message: `${nameOf(found.policy)} is not read for ${listed(missed.map(nameOf))}: the waypoint takes Telemetries with targets from ${
          input.model.behaviour.telemetryOfServiceNamespace ? 'the namespace of the Service' : 'its own namespace'
        } only`,
        affected: missed,
        cause: `${found.ref.kind}/${found.ref.name}`,
      });
    }
  },
});

function missedServices({ model }: CheckInput, { policy, gateway, services }: PolicyTarget): readonly Service[] {
  if (!model.behaviour.telemetryOfServiceNamespace) {
    return services.filter(
      ({ binding: { waypoint } }) => waypoint?.role === 'WAYPOINT' && waypoint.namespace !== policy.namespace,
    );
  }
  if (gateway?.role !== 'WAYPOINT') return [];
  return gateway.boundServices.filter(({ namespace }) => namespace !== policy.namespace);
}
