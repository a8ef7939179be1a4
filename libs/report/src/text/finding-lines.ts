import type { Finding } from '@waymark/engine';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { placeWords, reasonLines } from './verdict-lines.js';
import { counted, objectWords } from './words.js';
import { wrap } from './wrap.js';

const MOST_AFFECTED = 6;

/** A finding with its place, whom it affects and its chain of reasons; `said` stands before its severity. */
export function findingLines(finding: Finding, columns: number, paint: Paint, said = ''): string[] {
  const { severity, check, message, field, file, line, affected, evidence } = finding;
  const place = [file === '' ? '' : placeWords(file, line), printable(field)].filter(Boolean).join('  ');
  const named = affected.slice(0, MOST_AFFECTED).map(objectWords).join(', ');
  const more = affected.length - MOST_AFFECTED;
  return [
    `  ${said}${paint.severity(severity, severity)} ${paint.bold(check)}`,
    ...wrap(printable(message), columns, '    '),
    ...(place === '' ? [] : wrap(place, columns, '    ').map(paint.dim)),
    ...(affected.length === 0
      ? []
      : wrap(`affects ${named}${more > 0 ? ` and ${counted(more, 'other')}` : ''}`, columns, '      ', '    ')),
    ...(evidence.length === 0 ? [] : ['    because', ...reasonLines(evidence, columns, '      ')]),
  ];
}
