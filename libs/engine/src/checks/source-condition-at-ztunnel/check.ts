import type { Effect } from '../../analysis.js';
import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const sourceConditionAtZtunnel = defineCheck({
  id: 'source-condition-at-ztunnel',
  severity: 'error',
  title: 'A condition on the caller that ztunnel knows only under another name',
  why: 'ztunnel compares service accounts in `from.source.serviceAccounts`. As the condition `source.serviceAccount` (or `source.trustDomain`) the same question counts as HTTP: an ALLOW rule with it is left out, a DENY rule with it never matches.',
  fix: 'Write `from.source.serviceAccounts`; for a trust domain write `principals`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go l4WhenAttributes, handleRule (semantics 4.2, 10.1)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'WHEN_KEY_WITH_TWIN') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} ${HARM[effect] ?? 'is not enforced as written'}: ztunnel does not know ${lost} as a condition`,
        affected,
        evidence,
      });
    }
  },
});

const HARM: Partial<Record<Effect, string>> = {
  ALLOW_DENIES_ALL: 'admits nobody',
  ALLOW_RULES_DROPPED: 'admits less than it says',
  DENY_NO_EFFECT: 'denies nothing',
  DENY_PARTIAL: 'denies less than it says',
};
