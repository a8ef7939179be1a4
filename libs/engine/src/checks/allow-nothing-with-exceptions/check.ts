import { allowNothings } from '../allow-nothing.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const allowNothingWithExceptions = defineCheck({
  id: 'allow-nothing-with-exceptions',
  severity: 'info',
  title: 'An allow-nothing policy beside policies that admit callers',
  why: 'An ALLOW policy without rules denies everything that no other ALLOW policy admits. With such policies beside it, this is the recommended way to deny by default; this finding only says how far it reaches.',
  fix: 'Nothing. Remember that a new service in its scope needs an ALLOW policy of its own.',
  source: 'ztunnel src/state.rs assert_rbac; istio.io concepts/security allow-nothing (semantics 4.5, 4.8)',

  run(input, report) {
    for (const { policy, scope, cutOff, heldBehindWaypoint, evidence } of allowNothings(input)) {
      const open = scope.length - cutOff.length - heldBehindWaypoint.length;
      if (open === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(policy)} denies by default for ${count(scope.length, 'destination')}; other policies admit callers to ${open}`,
        affected: scope,
        evidence,
      });
    }
  },
});
