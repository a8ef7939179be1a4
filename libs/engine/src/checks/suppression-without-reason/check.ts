import { SUPPRESSION_PREFIX } from '../../suppression/suppressions.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const suppressionWithoutReason = defineCheck({
  id: 'suppression-without-reason',
  severity: 'warning',
  title: 'An annotation that ignores a check and does not say why',
  why: 'Nobody who reads it later can tell a risk that was accepted from one that was overlooked. Without a reason the annotation ignores nothing, and what the check finds is still counted.',
  fix: `Write the reason as the value: \`${SUPPRESSION_PREFIX}CHECK-ID: who may rely on it, and until when\`.`,
  source: 'docs/how-to/ignore-a-finding.md',

  run({ suppressions }, report) {
    for (const suppression of suppressions.written) {
      const { check, reason, manifest, path } = suppression;
      if (reason !== '' || !suppressions.isKnown(suppression)) continue;
      report({
        manifest,
        field: path,
        message: `${nameOf(manifest)} asks to ignore ${check} without a reason: it ignores nothing`,
        cause: check,
      });
    }
  },
});
