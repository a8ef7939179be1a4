import { SUPPRESSION_PREFIX } from '../../suppression/suppressions.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const suppressionOfUnknownCheck = defineCheck({
  id: 'suppression-of-unknown-check',
  severity: 'warning',
  title: 'An annotation that ignores a check that does not exist',
  why: 'The annotation ignores nothing. Either what it was meant to ignore is still counted, or the check has gone and the annotation is left over.',
  fix: `Write the id of the check as \`waymark check\` prints it: \`${SUPPRESSION_PREFIX}CHECK-ID: the reason\`. Remove the annotation when it is left over. What is wrong with such an annotation itself cannot be ignored.`,
  source: 'docs/how-to/ignore-a-finding.md',

  run({ suppressions }, report) {
    for (const suppression of suppressions.written) {
      if (suppressions.isKnown(suppression)) continue;
      const { check, manifest, path } = suppression;
      report({
        manifest,
        field: path,
        message:
          check === ''
            ? `${nameOf(manifest)} has an annotation that names no check: it ignores nothing`
            : `${nameOf(manifest)} asks to ignore ${check}, which is no check that can be ignored: it ignores nothing`,
        cause: String(path.at(-1)),
      });
    }
  },
});
