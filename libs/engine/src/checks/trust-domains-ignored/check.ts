import type { Effect } from '../../analysis.js';
import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const trustDomainsIgnored = defineCheck({
  id: 'trust-domains-ignored',
  severity: 'error',
  title: 'A restriction by trust domain that never reaches ztunnel',
  why: 'istiod does not send `trustDomains` and `notTrustDomains` to ztunnel, and says so nowhere. Beside other layer 4 fields the restriction simply vanishes: an ALLOW then admits other trust domains. Alone it leaves a rule that never matches.',
  fix: 'Write principals with their trust domain (`td/ns/NAMESPACE/sa/ACCOUNT`), or attach the policy to a waypoint with `targetRefs`.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go httpSources, handleRule; pkg/workloadapi/security/authorization.proto (semantics 4.6)',

  run(input, report) {
    for (const { policy, effect, cause, field, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'TRUST_DOMAIN') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} ${HARM[effect] ?? 'is not enforced as written'}: ztunnel never gets its restriction by trust domain`,
        affected,
        evidence,
      });
    }
  },
});

const HARM: Partial<Record<Effect, string>> = {
  ALLOW_WIDENED: 'admits other trust domains too',
  ALLOW_DENIES_ALL: 'admits nobody',
  ALLOW_RULES_DROPPED: 'admits less than it says',
  DENY_NO_EFFECT: 'denies nothing',
  DENY_PARTIAL: 'denies less than it says',
  DENY_WIDENED: 'denies other trust domains too',
};
