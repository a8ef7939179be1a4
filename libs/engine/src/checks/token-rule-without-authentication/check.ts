import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { fieldName, tokenPolicies } from '../http-fields.js';
import { nameOf } from '../say.js';
import { coveredBy, evaluatedAtWaypoint } from '../waypoint-coverage.js';

export const tokenRuleWithoutAuthentication = defineCheck({
  id: 'token-rule-without-authentication',
  severity: 'error',
  title: 'A rule about tokens where nobody reads tokens',
  why: '`requestPrincipals` and `request.auth.*` see a token only if a RequestAuthentication at the same waypoint has checked it. Without one every request counts as without a token: rules that want a token never match, rules that exclude one always hold.',
  fix: 'Add a RequestAuthentication with the same `targetRefs`.',
  source: 'semantics 5.3, 10.2 (WP_JWT_RULE_WITHOUT_RA); istio pilot/pkg/security/authz/model/generator.go',

  run({ index }, report) {
    const authenticated = index.once(tokensRead);
    for (const [policy, first] of tokenPolicies(index)) {
      const covered = evaluatedAtWaypoint(index, policy);
      if (covered.size === 0 || [...covered.keys()].some((key) => authenticated.has(key))) continue;
      report({
        manifest: policy.manifest,
        field: first.path,
        message: `${nameOf(policy)} asks for ${fieldName(first)}, but no RequestAuthentication at its waypoint reads tokens: no request has one`,
        affected: [...covered.values()],
        evidence: index.verdictsOf(policy, 'WAYPOINT')[0]?.evidence ?? [],
      });
    }
  },
});

const tokensRead = (index: CheckIndex) => coveredBy(index, index.requestAuthentications);
