import type { Analysis } from '@waymark/engine';
import { findingLines } from './finding-lines.js';
import { groupByObject, type ObjectGroup } from './group.js';
import { paintFor, type Paint } from './paint.js';
import { skippedLines } from './skipped-lines.js';
import { suppressedLines } from './suppressed-lines.js';
import { summaryLines } from './summary-lines.js';
import { verdictLines } from './verdict-lines.js';
import { objectWords } from './words.js';
import { wrap } from './wrap.js';

export interface TextOptions {
  readonly colour: boolean;
  /** Longest line. */
  readonly columns: number;
  /** Also the policies without findings, each with its chain of reasons. */
  readonly all: boolean;
}

/** The analysis for a person: object by object, most harmful first, with the chain of reasons; then what it comes to. */
export function* textReport(analysis: Analysis, { colour, columns, all }: TextOptions): Generator<string> {
  const paint = paintFor(colour);
  for (const group of groupByObject(analysis)) {
    if (group.findings.length > 0 || all) yield `${groupLines(group, columns, all, paint).join('\n')}\n\n`;
  }
  if (analysis.suppressedFindings.length > 0)
    yield `${suppressedLines(analysis.suppressedFindings, columns, paint).join('\n')}\n\n`;
  if (analysis.skipped.length > 0) yield `${skippedLines(analysis.skipped, columns, all, paint).join('\n')}\n\n`;
  yield `${summaryLines(analysis, columns, paint).join('\n')}\n`;
}

function groupLines(
  { object, findings, verdicts }: ObjectGroup,
  columns: number,
  all: boolean,
  paint: Paint,
): string[] {
  const [heading = '', ...rest] = wrap(objectWords(object), columns, '  ', '');
  const withReasons = all || findings.every(({ evidence }) => evidence.length === 0);
  return [
    ...[heading, ...rest].map(paint.bold),
    ...findings.flatMap((finding) => findingLines(finding, columns, paint)),
    ...(verdicts.length === 0 ? [] : ['  what is enforced', ...verdictLines(verdicts, columns, withReasons)]),
  ];
}
