import type { OtherPolicy, Policy } from '../../model/policy.js';
import { field, list, text } from '../../model/narrow.js';
import type { CheckInput } from '../define-check.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { targetsOfPolicy } from '../targets.js';

export const envoyFilterContextNeverMatches = defineCheck({
  id: 'envoy-filter-context-never-matches',
  severity: 'warning',
  title: 'An EnvoyFilter patch in a context that a waypoint does not have',
  why: 'A waypoint applies patches of the contexts SIDECAR_INBOUND, SIDECAR_OUTBOUND and ANY. GATEWAY means ingress and egress gateways, and WAYPOINT is accepted but read by nothing: the patch changes nothing.',
  fix: 'Write SIDECAR_INBOUND or ANY.',
  source:
    'istio pilot/pkg/networking/core/listener_builder.go patchListeners (semantics 3.7; 10.6 EF_WITHOUT_TARGETREFS)',

  run(input, report) {
    for (const policy of input.model.policies) {
      if (policy.kind !== 'EnvoyFilter' || !onlyForWaypoints(input, policy)) continue;
      for (const [position, patch] of list(field(policy.manifest.body.spec, 'configPatches')).entries()) {
        const context = text(field(field(patch, 'match'), 'context'));
        if (context !== 'GATEWAY' && context !== 'WAYPOINT') continue;
        report({
          manifest: policy.manifest,
          field: ['spec', 'configPatches', position, 'match', 'context'],
          message: `${nameOf(policy)} has a patch for the context ${context}, which no waypoint applies: it changes nothing`,
          affected: input.index.evaluatedFor(policy),
          cause: context,
        });
      }
    }
  },
});

/** It has targets, and all of them are waypoints. */
function onlyForWaypoints(input: CheckInput, policy: Policy & OtherPolicy): boolean {
  const targets = targetsOfPolicy(input, policy);
  return (
    targets.length > 0 &&
    targets.every(({ gateway, target }) =>
      gateway === null ? target.kind === 'WAYPOINT_CLASS' : gateway.role === 'WAYPOINT',
    )
  );
}
