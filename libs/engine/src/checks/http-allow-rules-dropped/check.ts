import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const httpAllowRulesDropped = defineCheck({
  id: 'http-allow-rules-dropped',
  severity: 'error',
  title: 'An ALLOW policy that loses rules at ztunnel',
  why: 'ztunnel does not read HTTP. Istio leaves out the ALLOW rules that need it and keeps the others, so the callers of the lost rules are refused.',
  fix: 'Attach the policy to a waypoint with `targetRefs`. Keep for ztunnel what layer 4 can say: identities, namespaces, addresses and ports.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule; ztunnel src/rbac.rs Authorization::matches (semantics 4.3 to 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'HTTP' || effect !== 'ALLOW_RULES_DROPPED') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} admits less than it says: ztunnel reads no ${lost}, so the rules with them are left out`,
        affected,
        evidence,
      });
    }
  },
});
