import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const httpDenyPartiallyDead = defineCheck({
  id: 'http-deny-partially-dead',
  severity: 'error',
  title: 'A DENY policy of which some parts are dead at ztunnel',
  why: 'ztunnel does not read HTTP. The rules, or the alternatives of a rule, that consist of HTTP alone never match, while the others do: a part of what should be denied passes.',
  fix: 'Split the policy: what layer 4 can say stays, what needs HTTP goes to a waypoint with `targetRefs`.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule; ztunnel src/rbac.rs Authorization::matches (semantics 4.3 to 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'HTTP' || effect !== 'DENY_PARTIAL') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} denies less than it says: ztunnel reads no ${lost}, so the parts that consist of them never match`,
        affected,
        evidence,
      });
    }
  },
});
