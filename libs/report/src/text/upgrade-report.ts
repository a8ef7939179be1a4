import type { Fact, Outcome, UpgradeComparison } from '@waymark/engine';
import { findingLines } from './finding-lines.js';
import { paintFor, type Paint } from './paint.js';
import { printable } from './printable.js';
import { changesByObject, type ChangeGroup, type FindingChange, type JoinedChange } from './upgrade-groups.js';
import { upgradeSummaryLines } from './upgrade-summary.js';
import { placeWords, reasonLines, ruleWords, targetWords } from './verdict-lines.js';
import { EFFECT_WORDS, enforcerWords, objectWords, PATH_WORDS } from './words.js';
import { wrap } from './wrap.js';

export interface UpgradeTextOptions {
  readonly colour: boolean;
  /** Longest line. */
  readonly columns: number;
  /** Also the reasons that hold by both versions. */
  readonly all: boolean;
}

interface Writing extends UpgradeTextOptions {
  readonly comparison: UpgradeComparison;
  readonly paint: Paint;
}

/** What an upgrade changes, for a person: object by object, then the behaviours behind it, then what it comes to. */
export function* upgradeReport(comparison: UpgradeComparison, options: UpgradeTextOptions): Generator<string> {
  const writing = { ...options, comparison, paint: paintFor(options.colour) };
  const sections = [
    ...changesByObject(comparison).map((group) => groupLines(group, writing)),
    objectLines(writing),
    behaviourLines(writing),
  ];
  for (const lines of sections) if (lines.length > 0) yield `${lines.join('\n')}\n\n`;
  yield `${upgradeSummaryLines(comparison, options.columns).join('\n')}\n`;
}

const groupLines = ({ object, verdicts, findings }: ChangeGroup, writing: Writing): string[] => [
  ...wrap(objectWords(object), writing.columns, '  ', '').map(writing.paint.bold),
  ...verdicts.flatMap((change) => verdictChangeLines(change, writing)),
  ...findings.flatMap((change) => findingChangeLines(change, writing)),
];

function findingChangeLines({ change, finding, because }: FindingChange, writing: Writing): string[] {
  const appears = change === 'APPEARS';
  const shown = appears || writing.all ? finding : { ...finding, evidence: [] };
  return [
    ...findingLines(shown, writing.columns, writing.paint, appears ? 'appears: ' : 'goes: '),
    ...becauseLines(because, writing),
  ];
}

function verdictChangeLines({ change, pathClasses }: JoinedChange, writing: Writing): string[] {
  const { comparison, columns, paint, all } = writing;
  const { targets, place, before, after, because } = change;
  const paths = pathClasses.map((pathClass) => PATH_WORDS[pathClass]).join(', ');
  const heading = [paths, targets.length === 0 ? '' : `for ${targetWords(change)}`].filter(Boolean).join('; ');
  const reasons = after.flatMap(({ evidence }) => (all ? evidence : evidence.filter(isNewTo(before))));
  return [
    ...(heading === '' ? [] : wrap(heading, columns, '    ', '  ')),
    ...(place === null ? [] : wrap(placeWords(place.file, place.line), columns, '    ').map(paint.dim)),
    ...outcomeLines(comparison.from, before, columns),
    ...outcomeLines(comparison.to, after, columns),
    ...becauseLines(because, writing),
    ...reasonLines(reasons, columns, '      '),
  ];
}

const isNewTo =
  (outcomes: readonly Outcome[]) =>
  ({ fact, object }: Fact): boolean =>
    !outcomes.some(({ evidence }) =>
      evidence.some((known) => known.fact === fact && objectWords(known.object) === objectWords(object)),
    );

function outcomeLines(version: string, outcomes: readonly Outcome[], columns: number): string[] {
  const sentences = outcomes.map(({ enforcer, effect, rules }) =>
    [`${enforcerWords(enforcer)}: ${EFFECT_WORDS[effect]} (${effect})`, ruleWords(rules)].filter(Boolean).join('; '),
  );
  return (sentences.length === 0 ? ['not evaluated'] : sentences).flatMap((sentence) =>
    wrap(`by ${version} ${sentence}`, columns, '      ', '    '),
  );
}

const becauseLines = (because: readonly string[], { columns }: Writing): string[] =>
  because.length === 0 ? [] : wrap(`because of ${because.join(', ')} (below)`, columns, '      ', '    ');

function objectLines(writing: Writing): string[] {
  const { comparison, columns, paint } = writing;
  if (comparison.objectChanges.length === 0) return [];
  return [
    paint.bold('Objects that take part by one of the versions only'),
    ...comparison.objectChanges.flatMap(({ change, skipped: { file, line, object, message }, because }) => {
      const says = change === 'BECOMES_READABLE' ? 'becomes readable' : 'is no longer readable';
      const what = object === undefined ? 'This part' : objectWords(object);
      return [
        ...wrap(`${placeWords(file, line)} ${what} ${says} by ${comparison.to}`, columns, '    ', '  '),
        ...wrap(printable(message), columns, '    '),
        ...becauseLines(because, writing),
      ];
    }),
  ];
}

function behaviourLines({ comparison: { behaviours, from, to }, columns, paint }: Writing): string[] {
  if (behaviours.length === 0) return [];
  return [
    paint.bold(`What changed in Istio from ${from} to ${to}`),
    ...behaviours.flatMap(({ name, what, before, after, source }) => [
      ...wrap(`${name}: ${what}: ${before}, then ${after}`, columns, '    ', '  '),
      ...wrap(source, columns, '    ').map(paint.dim),
    ]),
  ];
}
