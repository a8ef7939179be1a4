import type { Effect } from '../../analysis.js';
import { defineCheck } from '../define-check.js';
import { lossesAtZtunnel } from '../lost-at-ztunnel.js';
import { nameOf } from '../say.js';

export const whenKeyKillsRule = defineCheck({
  id: 'when-key-kills-rule',
  severity: 'error',
  title: 'A condition that ztunnel does not know',
  why: 'Of the keys of `when` ztunnel knows `source.ip`, `source.namespace`, `source.principal`, `destination.ip` and `destination.port`. Any other key kills its rule: an ALLOW rule is left out, so its callers are refused; a DENY rule never matches, so everything passes.',
  fix: 'Attach the policy to a waypoint with `targetRefs`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go l4WhenAttributes, handleRule (semantics 4.2, 4.5)',

  run(input, report) {
    for (const { policy, effect, cause, field, lost, affected, evidence } of lossesAtZtunnel(input)) {
      if (cause !== 'WHEN_KEY') continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} ${HARM[effect] ?? 'is not enforced as written'}: ztunnel does not know the condition ${lost}`,
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
