import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const httpDenyDoesNothing = defineCheck({
  id: 'http-deny-does-nothing',
  severity: 'error',
  title: 'A DENY policy that ztunnel cannot enforce',
  why: 'ztunnel does not read HTTP. With the HTTP fields left out no rule of the policy can match, so everything that it should deny passes. (The status of the policy says Accepted, and the webhook warns of the opposite.)',
  fix: 'Attach the policy to a waypoint with `targetRefs`. Keep for ztunnel what layer 4 can say: identities, namespaces, addresses and ports.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go handleRule; ztunnel src/rbac.rs Authorization::matches (semantics 4.3 to 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'HTTP' || effect !== 'DENY_NO_EFFECT') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} denies nothing: ztunnel reads no ${lost}, and without them no rule can match`,
        affected,
        evidence,
      });
    }
  },
});
