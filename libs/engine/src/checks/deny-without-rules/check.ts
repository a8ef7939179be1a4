import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const denyWithoutRules = defineCheck({
  id: 'deny-without-rules',
  severity: 'error',
  title: 'A DENY policy without rules',
  why: "A policy without rules matches no request, so this one denies nothing. Istio's webhook refuses it; a cluster holds it where the webhook did not run.",
  fix: 'Add an empty rule, `rules: [{}]`, to deny every request.',
  source: 'istio pkg/config/validation/validation.go ValidateAuthorizationPolicy (semantics 4.5)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'DENY' || policy.rules.length > 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'action'],
        message: `${nameOf(policy)} denies nothing: it has no rules`,
      });
    }
  },
});
