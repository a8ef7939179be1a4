import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, targetsOf } from '../targets.js';

export const gatewayClassTargetUnknown = defineCheck({
  id: 'gateway-class-target-unknown',
  severity: 'error',
  title: 'A policy for a GatewayClass other than `istio-waypoint`',
  why: 'Istio compares the name of the class with the word `istio-waypoint`; a class of another name matches no waypoint, even when its controller deploys waypoints and the status of the policy says it is accepted.',
  fix: 'Name `istio-waypoint`, or target the Gateways of the other class one by one.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 3.1, 3.9)',

  run(input, report) {
    const { rootNamespace } = input.model.mesh;
    for (const { policy, ref, target, field } of targetsOf(input)) {
      if (target.kind !== 'NONE' || target.reason !== 'CLASS_WITH_OTHER_NAME') continue;
      if (policy.namespace !== rootNamespace) continue; // That is the graver mistake, and has a check of its own.
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets GatewayClass ${ref.name}; only istio-waypoint is followed: ${consequence(policy)}`,
        cause: ref.name,
      });
    }
  },
});
