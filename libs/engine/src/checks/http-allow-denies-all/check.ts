import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const httpAllowDeniesAll = defineCheck({
  id: 'http-allow-denies-all',
  severity: 'error',
  title: 'An ALLOW policy of which ztunnel keeps no rule',
  why: 'ztunnel does not read HTTP. Istio leaves out every ALLOW rule that needs it, but the policy still counts: whatever no other ALLOW policy admits is denied, so the callers that this one meant to admit are refused.',
  fix: 'Attach the policy to a waypoint with `targetRefs`. Keep for ztunnel what layer 4 can say: identities, namespaces, addresses and ports.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule; ztunnel src/rbac.rs Authorization::matches (semantics 4.3 to 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'HTTP' || effect !== 'ALLOW_DENIES_ALL') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} admits nobody: ztunnel reads no ${lost}, so none of its rules is left`,
        affected,
        evidence,
      });
    }
  },
});
