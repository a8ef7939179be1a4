import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { goBool } from '../../version/istiod-features.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

const DRY_RUN = 'istio.io/dry-run';

export const dryRunValueUnknown = defineCheck({
  id: 'dry-run-value-unknown',
  severity: 'error',
  title: 'A policy that is enforced although it asks for a dry run',
  why: 'Istio reads the annotation `istio.io/dry-run` as Go reads a truth value: `true`, `True`, `TRUE`, `t`, `T` and `1`. With any other word the policy is enforced.',
  fix: 'Write `istio.io/dry-run: "true"`, or remove the annotation.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go, strconv.ParseBool (semantics 4.1)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      const value = labelValue(policy.annotations, DRY_RUN);
      if (value === undefined || goBool(value) !== undefined || /^(no|off|none|disabled?|)$/i.test(value.trim()))
        continue;
      if (index.verdictsOf(policy).every(({ enforcer }) => enforcer.type === 'NOBODY')) continue;
      const field = ['metadata', 'annotations', DRY_RUN];
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} asks for a dry run with \`${value}\`, which Istio does not read as true: the policy is enforced`,
        affected: index.evaluatedFor(policy),
        evidence: [factAt(policy.manifest, field, `\`${value}\` is no truth value, so there is no dry run.`)],
      });
    }
  },
});
