import { PATH_CLASSES, type PathClass, type Verdict } from '../analysis.js';
import type { ObjectRef, Place } from '../manifest/manifest.js';
import { compareText } from '../model/order.js';
import { compareRefs } from '../verdict/targets.js';
import type { Outcome, VerdictChange } from './comparison.js';

/** One class of traffic to one target of a policy, and all that enforcers make of the policy there. */
interface Cell {
  readonly pathClass: PathClass | null;
  readonly target: ObjectRef | null;
  readonly outcomes: Map<string, Outcome>;
}

/** Policies that come to something else, sorted by policy, then by class of traffic. */
export function verdictChanges(before: readonly Verdict[], after: readonly Verdict[]): VerdictChange[] {
  const earlier = byPolicy(before);
  const later = byPolicy(after);
  const keys = [...new Set([...earlier.keys(), ...later.keys()])];
  return keys
    .flatMap((key) => changesOfPolicy(earlier.get(key) ?? [], later.get(key) ?? []))
    .sort((a, b) => compareRefs(a.policy, b.policy) || rankOf(a) - rankOf(b) || compareText(keyOf(a), keyOf(b)));
}

function byPolicy(verdicts: readonly Verdict[]): Map<string, Verdict[]> {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const key = refKey(verdict.policy);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [verdict]);
    else group.push(verdict);
  }
  return groups;
}

function changesOfPolicy(before: readonly Verdict[], after: readonly Verdict[]): VerdictChange[] {
  if (before.length === after.length && before.every((verdict, index) => isSame(verdict, after[index]))) return [];
  const [earlier, later] = [cellsOf(before), cellsOf(after)];
  const groups = new Map<string, VerdictChange & { targets: ObjectRef[] }>();
  for (const key of comparedKeys(earlier, later)) {
    const cell = earlier.get(key) ?? later.get(key);
    if (cell === undefined) continue;
    const [was, is] = [outcomesAt(earlier, key), outcomesAt(later, key)];
    const signature = JSON.stringify([cell.pathClass, lackingIn(is, was), lackingIn(was, is)]);
    if (lackingIn(is, was).length + lackingIn(was, is).length === 0) continue;
    const known = groups.get(signature);
    if (known === undefined) groups.set(signature, changeOf(cell, was, is, before, after));
    else if (cell.target !== null) known.targets.push(cell.target);
  }
  return [...groups.values()].map((change) => ({ ...change, targets: change.targets.sort(compareRefs) }));
}

function changeOf(
  { pathClass, target }: Cell,
  was: ReadonlyMap<string, Outcome>,
  is: ReadonlyMap<string, Outcome>,
  before: readonly Verdict[],
  after: readonly Verdict[],
): VerdictChange & { targets: ObjectRef[] } {
  const { policy } = (after[0] ?? before[0]) as Verdict;
  return {
    policy,
    place: placeOf(policy, after) ?? placeOf(policy, before),
    pathClass,
    targets: target === null ? [] : [target],
    before: lackingIn(is, was).map((key) => was.get(key) as Outcome),
    after: lackingIn(was, is).map((key) => is.get(key) as Outcome),
  };
}

/** A verdict for each of its targets; one without targets stands for the policy itself. */
function cellsOf(verdicts: readonly Verdict[]): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const verdict of verdicts) {
    const { enforcer, effect, rules, evidence, pathClass, targets } = verdict;
    const outcome: Outcome = { enforcer, effect, rules, evidence };
    for (const target of targets.length === 0 ? [null] : targets) {
      const key = cellKey(pathClass, target);
      const cell = cells.get(key) ?? { pathClass, target, outcomes: new Map<string, Outcome>() };
      cell.outcomes.set(signatureOf(outcome), outcome);
      cells.set(key, cell);
    }
  }
  return cells;
}

/** A policy that nobody evaluates has one verdict whatever the traffic: it is compared with each of the other side. */
function comparedKeys(earlier: ReadonlyMap<string, Cell>, later: ReadonlyMap<string, Cell>): Set<string> {
  if (isUnevaluated(earlier) && !isUnevaluated(later) && later.size > 0) return new Set(later.keys());
  if (isUnevaluated(later) && !isUnevaluated(earlier) && earlier.size > 0) return new Set(earlier.keys());
  return new Set([...earlier.keys(), ...later.keys()]);
}

function outcomesAt(cells: ReadonlyMap<string, Cell>, key: string): ReadonlyMap<string, Outcome> {
  const cell = cells.get(key) ?? (isUnevaluated(cells) ? [...cells.values()][0] : undefined);
  return cell?.outcomes ?? new Map<string, Outcome>();
}

const isUnevaluated = (cells: ReadonlyMap<string, Cell>): boolean => {
  for (const { pathClass } of cells.values()) return pathClass === null;
  return false;
};

const lackingIn = (others: ReadonlyMap<string, Outcome>, outcomes: ReadonlyMap<string, Outcome>): string[] =>
  [...outcomes.keys()].filter((key) => !others.has(key)).sort();

const placeOf = (policy: ObjectRef, verdicts: readonly Verdict[]): Place | null => {
  for (const { evidence } of verdicts) {
    const fact = evidence.find(({ object }) => compareRefs(object, policy) === 0);
    if (fact !== undefined) return { file: fact.file, line: fact.line };
  }
  return null;
};

function isSame(a: Verdict, b: Verdict | undefined): boolean {
  return (
    b !== undefined &&
    a.pathClass === b.pathClass &&
    signatureOf(a) === signatureOf(b) &&
    a.targets.length === b.targets.length &&
    a.targets.every((target, index) => compareRefs(target, b.targets[index] as ObjectRef) === 0)
  );
}

const signatureOf = ({ enforcer, effect, rules }: Omit<Outcome, 'evidence'>): string =>
  [enforcer.type, enforcer.namespace, enforcer.name, effect, ...rules.map(({ index, effect }) => `${index} ${effect}`)] //
    .join('\n');

const refKey = ({ kind, namespace, name }: ObjectRef): string => `${kind}\n${namespace}\n${name}`;

/** Names one class of traffic to one target. */
export const cellKey = (pathClass: PathClass | null, target: ObjectRef | null): string =>
  `${pathClass ?? ''}\n${target === null ? '' : refKey(target)}`;

const rankOf = ({ pathClass }: VerdictChange): number => (pathClass === null ? -1 : PATH_CLASSES.indexOf(pathClass));

const keyOf = ({ before, after, targets }: VerdictChange): string =>
  [...before, ...after].map(signatureOf).join('\n') + targets.slice(0, 1).map(refKey).join('');
