import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const suppressionUnused = defineCheck({
  id: 'suppression-unused',
  severity: 'info',
  title: 'An annotation that ignores a check which finds nothing',
  why: 'What it was written for is repaired, or stands at another object. Left where it is, it hides the next finding of that check about this object.',
  fix: 'Remove the annotation, or move it to the object that the finding is about.',
  source: 'docs/how-to/ignore-a-finding.md',
  last: true,

  run({ suppressions }, report) {
    for (const { check, manifest, path } of suppressions.unused()) {
      report({
        manifest,
        field: path,
        message: `${nameOf(manifest)} asks to ignore ${check}, which finds nothing there`,
        cause: check,
      });
    }
  },
});
