import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const httpDenyDeniesMore = defineCheck({
  id: 'http-deny-denies-more',
  severity: 'error',
  title: 'A DENY policy that denies more than it says',
  why: 'ztunnel does not read HTTP. Of a DENY rule that mixes HTTP with ports, addresses or identities it keeps the latter alone, so requests that the HTTP part would have spared are denied too.',
  fix: 'Attach the policy to a waypoint with `targetRefs`. Keep for ztunnel what layer 4 can say: identities, namespaces, addresses and ports.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule; ztunnel src/rbac.rs Authorization::matches (semantics 4.3 to 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'HTTP' || effect !== 'DENY_WIDENED') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} denies more than it says: ztunnel reads no ${lost} and compares only the rest of the rule`,
        affected,
        evidence,
      });
    }
  },
});
