import type { Fact, PathClass, Verdict } from '@waymark/engine';
import { printable } from './printable.js';
import { counted, EFFECT_WORDS, enforcerWords, objectWords, PATH_WORDS } from './words.js';
import { wrap } from './wrap.js';

const MOST_TARGETS = 4;

/** Verdicts of one policy that say the same about different classes of traffic become one. */
interface Outcome {
  readonly verdict: Verdict;
  readonly pathClasses: PathClass[];
}

/** What is enforced of one policy: a line for each enforcer and effect, with the chain of reasons when asked for. */
export function verdictLines(verdicts: readonly Verdict[], columns: number, withReasons: boolean): string[] {
  return outcomesOf(verdicts).flatMap(({ verdict, pathClasses }) => {
    const paths = pathClasses.map((pathClass) => PATH_WORDS[pathClass]).join(', ');
    const rules = ruleWords(verdict.rules);
    const sentence = [
      `${enforcerWords(verdict.enforcer)}: ${EFFECT_WORDS[verdict.effect]} (${verdict.effect})`,
      paths === '' ? '' : `, ${paths}`,
      verdict.targets.length === 0 ? '' : `; for ${targetWords(verdict)}`,
      rules === '' ? '' : `; ${rules}`,
    ].join('');
    return [
      ...wrap(sentence, columns, '      ', '    - '),
      ...(withReasons ? reasonLines(verdict.evidence, columns, '      ') : []),
    ];
  });
}

/** The chain of reasons, numbered, each with the place where a person can check it. */
export function reasonLines(evidence: readonly Fact[], columns: number, indent: string): string[] {
  return evidence.flatMap(({ fact, object, field, file, line }, index) => {
    const number = `${indent}${index + 1}. `;
    const where = [objectWords(object), field === '' ? '' : printable(field)].filter(Boolean).join(' ');
    const place = file === '' ? '' : ` (${placeWords(file, line)})`;
    const inner = ' '.repeat(number.length);
    return [...wrap(printable(fact), columns, inner, number), ...wrap(`${where}${place}`, columns, `${inner}  `)];
  });
}

export const placeWords = (file: string, line: number): string => printable(`${file}:${line}`);

function outcomesOf(verdicts: readonly Verdict[]): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (const verdict of verdicts) {
    const { pathClass, enforcer, effect, rules, targets } = verdict;
    const key = JSON.stringify([enforcer, effect, rules, targets]);
    const outcome = outcomes.get(key) ?? { verdict, pathClasses: [] };
    if (pathClass !== null) outcome.pathClasses.push(pathClass);
    outcomes.set(key, outcome);
  }
  return [...outcomes.values()];
}

/** Rules that come to something else than written. */
export const ruleWords = (rules: Verdict['rules']): string =>
  rules
    .filter(({ effect }) => effect !== 'AS_WRITTEN' && effect !== 'NOT_EVALUATED')
    .map(({ index, effect }) => `rule ${index} ${effect}`)
    .join(', ');

/** The first few objects and how many there are besides. */
export function targetWords({ targets }: Pick<Verdict, 'targets'>): string {
  const named = targets.slice(0, MOST_TARGETS).map(objectWords).join(', ');
  const more = targets.length - MOST_TARGETS;
  return more > 0 ? `${named} and ${counted(more, 'other')}` : named;
}
