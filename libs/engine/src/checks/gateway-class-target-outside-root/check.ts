import { targetKind } from '../../attachment/attaches.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, targetsOf } from '../targets.js';

export const gatewayClassTargetOutsideRoot = defineCheck({
  id: 'gateway-class-target-outside-root',
  severity: 'error',
  title: 'A policy for all waypoints that is not in the root namespace',
  why: 'A GatewayClass is cluster-wide, so Istio follows such a target only for policies of the root namespace. Anywhere else nobody enforces it.',
  fix: 'Move the policy into the root namespace, or target the Gateways of this namespace.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy; status Invalid (semantics 3.1, 3.2)',

  run(input, report) {
    const { rootNamespace } = input.model.mesh;
    for (const { policy, ref, field } of targetsOf(input)) {
      if (targetKind(ref) !== 'GatewayClass' || policy.namespace === rootNamespace) continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets GatewayClass ${ref.name} outside the root namespace ${rootNamespace}: ${consequence(policy)}`,
        cause: ref.name,
      });
    }
  },
});
