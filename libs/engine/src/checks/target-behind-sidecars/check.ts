import { factAt } from '../../model/evidence.js';
import type { Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { targetsOf } from '../targets.js';

export const targetBehindSidecars = defineCheck({
  id: 'target-behind-sidecars',
  severity: 'warning',
  title: 'A policy with targetRefs for pods with sidecars',
  why: 'A sidecar ignores every policy with `targetRefs`. The waypoint of the Service enforces this one for captured clients; clients with sidecars, gateways and everybody outside the mesh reach the sidecar directly, where nobody enforces it.',
  fix: 'Take the sidecars away, or repeat the policy with a `selector` for them.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 3.1, table 7.5)',

  run(input, report) {
    for (const { policy, ref, services, field } of targetsOf(input)) {
      if (!ENFORCED.has(policy.kind)) continue;
      const behind = services.filter(isServedBySidecars);
      const [first] = behind;
      if (first === undefined) continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, whose pods have sidecars: what does not cross the waypoint reaches them unchecked`,
        affected: behind,
        evidence: [
          ...first.binding.evidence(),
          ...first.workloads.slice(0, 1).map(({ manifest }) => factAt(manifest, [], 'These pods have a sidecar.')),
        ],
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});

const ENFORCED = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

const isServedBySidecars = ({ binding, workloads }: Service): boolean =>
  binding.waypoint?.role === 'WAYPOINT' && workloads.length > 0 && workloads.every(({ sidecar }) => sidecar);
