import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { consequence, isMissing, namespacesElsewhere, targetsOf } from '../targets.js';

export const targetInOtherNamespace = defineCheck({
  id: 'target-in-other-namespace',
  severity: 'error',
  title: 'A policy for a target in another namespace',
  why: 'A policy reaches Services, ServiceEntries and Gateways of its own namespace only, whatever `namespace` its targetRefs name. This one is enforced by nobody.',
  fix: 'Move the policy into the namespace of its target.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy; status TargetNotFound (semantics 3.1)',

  run(input, report) {
    for (const target of targetsOf(input)) {
      const elsewhere = isMissing(target) ? namespacesElsewhere(input, target) : [];
      if (elsewhere.length === 0) continue;
      const { policy, ref, field } = target;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, which is not in its namespace but in ${listed(elsewhere)}: ${consequence(policy)}`,
        affected: elsewhere.map((namespace) => ({ kind: ref.kind, namespace, name: ref.name })),
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});
