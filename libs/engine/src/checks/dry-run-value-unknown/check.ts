import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { goBool } from '../../version/istiod-features.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

const DRY_RUN = 'istio.io/dry-run';

export const dryRunValueUnknown = defineCheck({
  id: 'dry-run-value-unknown',
  severity: 'error',
  title: 'A policy that is enforced although it asks for a dry run',
  why: 'Istio reads the annotation `istio.io/dry-run` as Go reads a truth value: `true`, `True`, `TRUE`, `t`, `T` and `1`. With any other word, or as a label, the policy is enforced.',
  fix: 'Write the annotation `istio.io/dry-run: "true"`, or remove it.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go, strconv.ParseBool (semantics 4.1)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      const asked = dryRunAskedFor(policy);
      if (asked === null || index.verdictsOf(policy).every(({ enforcer }) => enforcer.type === 'NOBODY')) continue;
      const { field, written, why } = asked;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} asks for a dry run with ${written}, which Istio does not read: the policy is enforced`,
        affected: index.evaluatedFor(policy),
        evidence: [factAt(policy.manifest, field, why)],
      });
    }
  },
});

/** A dry run that was meant and does not come about; null when there is none. */
function dryRunAskedFor({ annotations, labels, dryRun }: AuthorizationPolicy) {
  const value = labelValue(annotations, DRY_RUN);
  if (value !== undefined && goBool(value) === undefined && !/^(no|off|none|disabled?|)$/i.test(value.trim())) {
    const why = `\`${value}\` is no truth value, so there is no dry run.`;
    return { field: ['metadata', 'annotations', DRY_RUN], written: `\`${value}\``, why };
  }
  if (dryRun || goBool(labelValue(labels, DRY_RUN) ?? '') !== true) return null;
  return { field: ['metadata', 'labels', DRY_RUN], written: 'a label', why: 'Istio reads it from annotations only.' };
}
