import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, targetsOf } from '../targets.js';

export const targetKindUnsupported = defineCheck({
  id: 'target-kind-unsupported',
  severity: 'error',
  title: 'A policy for a kind of target that Istio does not know',
  why: 'targetRefs may name a Service, a ServiceEntry (group `networking.istio.io`), a Gateway or a GatewayClass (group `gateway.networking.k8s.io`). Anything else matches nothing, so nobody enforces the policy.',
  fix: 'Write group and kind of one of these four. For single pods use a `selector`, which ztunnel enforces at layer 4.',
  source: 'istio pkg/config/validation/validation.go validatePolicyTargetReference (semantics 3.1)',

  run(input, report) {
    for (const { policy, ref, target, field } of targetsOf(input)) {
      if (target.kind !== 'NONE' || target.reason !== 'WRONG_KIND') continue;
      const written = ref.group === '' ? ref.kind : `${ref.group}/${ref.kind}`;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.name} of kind ${written}, which no policy can target: ${consequence(policy)}`,
        cause: `${written}/${ref.name}`,
      });
    }
  },
});
