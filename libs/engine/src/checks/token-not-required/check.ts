import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { tokenPolicies } from '../http-fields.js';
import { nameOf } from '../say.js';
import { coveredBy, evaluatedAtWaypoint } from '../waypoint-coverage.js';

export const tokenNotRequired = defineCheck({
  id: 'token-not-required',
  severity: 'warning',
  title: 'Tokens that are checked but not required',
  why: 'A RequestAuthentication refuses invalid tokens and lets requests without any token pass. Only an AuthorizationPolicy at the same waypoint can ask for one.',
  fix: 'Add an AuthorizationPolicy with the same `targetRefs` that asks for `requestPrincipals`.',
  source: 'istio pilot/pkg/networking/plugin/authn/authentication.go BuildHTTP (semantics 3.3)',

  run({ index }, report) {
    const required = index.once(tokenRequired);
    for (const authentication of index.requestAuthentications) {
      const covered = evaluatedAtWaypoint(index, authentication);
      if (covered.size === 0 || authentication.jwtRules.length === 0) continue;
      if ([...covered.keys()].some((key) => required.has(key))) continue;
      report({
        manifest: authentication.manifest,
        field: ['spec', 'jwtRules'],
        message: `${nameOf(authentication)} checks tokens, but no AuthorizationPolicy at its waypoint asks for one: requests without a token pass`,
        affected: [...covered.values()],
        evidence: index.verdictsOf(authentication, 'WAYPOINT')[0]?.evidence ?? [],
      });
    }
  },
});

const tokenRequired = (index: CheckIndex) => coveredBy(index, [...tokenPolicies(index).keys()]);
