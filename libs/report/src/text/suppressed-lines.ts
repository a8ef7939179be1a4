import type { SuppressedFinding } from '@waymark/engine';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { placeWords } from './verdict-lines.js';
import { counted, objectWords } from './words.js';
import { wrap } from './wrap.js';

/** What annotations ask to ignore, each with its reason and the place of the annotation. */
export function suppressedLines(findings: readonly SuppressedFinding[], columns: number, paint: Paint): string[] {
  return [
    paint.bold(`Suppressed: ${counted(findings.length, 'finding')}`),
    ...findings.flatMap(({ severity, check, object, suppression: { reason, file, line } }) => [
      ...wrap(`${severity} ${check} ${objectWords(object)}`, columns, '    ', '  '),
      ...wrap(`${placeWords(file, line)} ${printable(reason)}`, columns, '    '),
    ]),
  ];
}
