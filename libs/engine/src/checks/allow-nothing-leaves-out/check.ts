import { allowNothings, closedNamespaces } from '../allow-nothing.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const allowNothingLeavesOut = defineCheck({
  id: 'allow-nothing-leaves-out',
  severity: 'warning',
  title: 'A destination that an allow-nothing policy cuts off while its neighbours are admitted',
  why: 'Other ALLOW policies admit callers to most of what this allow-nothing policy covers, but nobody admits anybody to the rest. That is often a service that came later and was forgotten.',
  fix: 'Add an ALLOW policy for its callers, or remove the Service if nobody should call it.',
  source: 'ztunnel src/state.rs assert_rbac (semantics 4.5, 4.8, 5.2)',

  run(input, report) {
    for (const nothing of allowNothings(input)) {
      const { policy, isRoot, scope, cutOff, evidence } = nothing;
      // What is closed as a whole has a check of its own.
      const closed = new Set(isRoot ? closedNamespaces(nothing) : []);
      const forgotten = cutOff.filter(({ namespace }) => !closed.has(namespace));
      if (forgotten.length === 0 || forgotten.length + nothing.heldBehindWaypoint.length === scope.length) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(policy)} allows nothing, and no other policy admits anybody to ${count(forgotten.length, 'destination')} of ${scope.length}`,
        affected: forgotten,
        evidence,
      });
    }
  },
});
