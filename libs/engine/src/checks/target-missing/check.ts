import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, isMissing, namespacesElsewhere, targetsOf } from '../targets.js';

export const targetMissing = defineCheck({
  id: 'target-missing',
  severity: 'error',
  title: 'A policy for a target that does not exist',
  why: 'A policy with targetRefs is enforced at its targets and nowhere else. When the target does not exist nobody enforces it, and ztunnel does not step in.',
  fix: 'Correct the name or kind in `targetRefs`, or create the target. A ServiceEntry is named by its object, not by its host.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy; status TargetNotFound (semantics 3.1, 3.9)',

  run(input, report) {
    // Policies alone (as in a repository of policies) say nothing about what exists.
    const known = { Service: input.model.services.length > 0, Gateway: input.model.gateways.length > 0 };
    for (const target of targetsOf(input)) {
      if (!isMissing(target) || namespacesElsewhere(input, target).length > 0) continue;
      if (!(target.ref.kind === 'Gateway' ? known.Gateway : known.Service)) continue;
      const { policy, ref, field } = target;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, which does not exist in namespace ${policy.namespace}: ${consequence(policy)}`,
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});
