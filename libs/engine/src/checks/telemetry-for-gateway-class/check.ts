import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { targetsOf } from '../targets.js';

export const telemetryForGatewayClass = defineCheck({
  id: 'telemetry-for-gateway-class',
  severity: 'warning',
  title: 'A Telemetry that targets a GatewayClass',
  why: 'Of the Telemetries with targets a waypoint reads those of the namespace of the Service only. A GatewayClass can be targeted from the root namespace only, so this one counts for Services of the root namespace and for no others.',
  fix: 'Leave out the targets: a Telemetry for the root namespace counts at every waypoint.',
  source: 'istio pilot/pkg/model/telemetry.go applicableTelemetries (semantics 3.5; 10.6 TEL_GATEWAYCLASS)',

  run(input, report) {
    const { rootNamespace } = input.model.mesh;
    for (const { policy, target, field } of targetsOf(input)) {
      if (policy.kind !== 'Telemetry' || target.kind !== 'WAYPOINT_CLASS') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets a GatewayClass, which counts for Services of namespace ${rootNamespace} alone: other waypoints ignore it`,
      });
    }
  },
});
