import { allowNothings } from '../allow-nothing.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const allowNothingCutsOff = defineCheck({
  id: 'allow-nothing-cuts-off',
  severity: 'error',
  title: 'An allow-nothing policy with no policy beside it that admits anybody',
  why: 'An ALLOW policy without rules denies everything that no other ALLOW policy admits. That is a good start for a namespace, but here nothing else admits anybody: all that it covers is cut off.',
  fix: 'Add ALLOW policies for the callers, or remove the policy. To close something for good, scale it down.',
  source: 'ztunnel src/state.rs assert_rbac; istio.io concepts/security allow-nothing (semantics 4.5, 4.8, 5.2)',

  run(input, report) {
    for (const { policy, isRoot, scope, cutOff, heldBehindWaypoint, evidence } of allowNothings(input)) {
      if (isRoot || cutOff.length === 0 || cutOff.length + heldBehindWaypoint.length < scope.length) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(policy)} allows nothing and no other policy admits anybody: ${count(cutOff.length, 'destination')} cut off`,
        affected: cutOff,
        evidence,
      });
    }
  },
});
