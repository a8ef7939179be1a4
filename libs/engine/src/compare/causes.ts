import type { BehaviourChange } from '../version/behaviour-changes.js';
import { fingerprintOf, skippedKey } from './compare-analyses.js';
import type { AnalysisComparison, FindingChange, ObjectChange, VerdictChange } from './comparison.js';
import { cellKey } from './verdict-changes.js';

type Name = BehaviourChange['name'];

/** Which behaviours change which answers. */
export class Causes {
  readonly used = new Set<Name>();
  readonly #byAnswer = new Map<string, Set<Name>>();

  /** Notes all that one behaviour changes. */
  add(name: Name, { verdicts, findings, objects }: AnalysisComparison): void {
    for (const change of verdicts)
      for (const key of [policyKey(change), ...cellKeys(change), wholeKey(change)]) this.#note(key, name);
    for (const { finding } of findings) this.#note(fingerprintOf(finding), name);
    for (const { skipped } of objects) this.#note(skippedKey(skipped), name);
  }

  /** Of these targets, else (when nobody evaluates the policy on the way from release to release) of the policy. */
  ofVerdicts(change: VerdictChange): Name[] {
    const precise = this.#of([...cellKeys(change), wholeKey(change)]);
    return precise.length > 0 ? precise : this.#of([policyKey(change)]);
  }

  ofFinding = ({ finding }: FindingChange): Name[] => this.#of([fingerprintOf(finding)]);

  ofObject = ({ skipped }: ObjectChange): Name[] => this.#of([skippedKey(skipped)]);

  #note(key: string, name: Name): void {
    this.used.add(name);
    const names = this.#byAnswer.get(key);
    if (names === undefined) this.#byAnswer.set(key, new Set([name]));
    else names.add(name);
  }

  #of(keys: readonly string[]): Name[] {
    return [...new Set(keys.flatMap((key) => [...(this.#byAnswer.get(key) ?? [])]))].sort();
  }
}

const policyKey = ({ policy: { kind, namespace, name } }: VerdictChange): string => `${kind}\n${namespace}\n${name}`;

const cellKeys = (change: VerdictChange): string[] =>
  change.targets.map((target) => `${policyKey(change)}\n\n${cellKey(change.pathClass, target)}`);

/** Of a policy that nobody evaluates, whatever the traffic and the target: part of every change of that policy. */
const wholeKey = (change: VerdictChange): string =>
  `${policyKey(change)}\n\n${change.pathClass === null ? '' : cellKey(change.pathClass, null)}`;
