import type { Effect, Enforcer, Fact, PathClass, Verdict } from '../analysis.js';
import type { PolicyOutcome } from '../authorization/outcome.js';
import type { ObjectRef } from '../manifest/manifest.js';

/** A verdict without its policy: what one part of the judge found out. */
export type Draft = Omit<Verdict, 'policy'>;

export const NO_RULES: Verdict['rules'] = Object.freeze([]);
export const NOBODY: Enforcer = Object.freeze({ type: 'NOBODY', namespace: '', name: '' });

/** The one verdict of a policy that no part of the data plane evaluates. */
export const nobody = (
  effect: Effect,
  targets: readonly ObjectRef[],
  evidence: readonly Fact[],
  rules: Verdict['rules'] = NO_RULES,
  pathClass: PathClass | null = null,
): Draft => ({ enforcer: NOBODY, pathClass, effect, rules, targets, evidence });

/** What a verdict says about rules: outcomes without the fields that explain them. */
export const plainRules = ({ rules }: PolicyOutcome): Verdict['rules'] =>
  rules.map(({ index, effect }) => ({ index, effect }));

/** The rules of a policy that is not evaluated. */
export const notEvaluated = (rules: readonly unknown[]): Verdict['rules'] =>
  rules.map((_, index) => ({ index, effect: 'NOT_EVALUATED' }));
