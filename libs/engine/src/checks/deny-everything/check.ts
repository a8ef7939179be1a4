import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const denyEverything = defineCheck({
  id: 'deny-everything',
  severity: 'warning',
  title: 'A DENY policy that matches all traffic',
  why: 'An empty rule matches everything, and DENY is decided before ALLOW: no other policy can admit anybody to what this one covers, not even to their health or metrics ports.',
  fix: 'Write what should be denied. To deny by default, use an ALLOW policy without rules, which others can open.',
  source: 'ztunnel src/rbac.rs Authorization::matches, src/state.rs assert_rbac (semantics 4.4, 4.8, 5.2)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'DENY' || policy.dryRun) continue;
      const empty = policy.rules.findIndex(({ clauses }) => clauses.length === 0);
      const verdicts = empty < 0 ? [] : index.verdictsOf(policy).filter(({ enforcer }) => enforcer.type !== 'NOBODY');
      if (verdicts.length === 0) continue;
      const atWaypoint = verdicts.every(({ enforcer }) => enforcer.type === 'WAYPOINT');
      report({
        manifest: policy.manifest,
        field: ['spec', 'rules', empty],
        message: `${nameOf(policy)} denies everything${atWaypoint ? ' that crosses the waypoint' : ''}: its empty rule matches all traffic, and no ALLOW policy can open that`,
        affected: index.evaluatedFor(policy),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
