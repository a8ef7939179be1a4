import type { Finding } from './finding.js';
import type { Seen } from './hops.js';
import type { Answer, DecisionReason, DecisionOutcome, HopEnforcer } from './decision.js';

/** One enforcer on the way: what it saw and what it made of it. */
export interface Step {
  readonly enforcer: HopEnforcer;
  readonly at: { readonly namespace: string; readonly name: string };
  readonly seen: Seen;
  readonly finding: Finding;
}

/** How far a request comes, and why not farther; what `decide` tells with evidence and `answer` without. */
export interface Course extends Answer {
  readonly detail: string;
  readonly steps: readonly Step[];
}

const NO_STEPS: readonly Step[] = Object.freeze([]);

/** An answer that no enforcer gives. */
export const ending = (
  outcome: DecisionOutcome,
  reason: DecisionReason,
  detail: string,
  steps: readonly Step[] = NO_STEPS,
): Course => ({ outcome, reason, decidedBy: null, code: null, policies: [], detail, steps });

/** The answer of the last step. */
export function last(steps: readonly Step[]): Course {
  const deciding = steps.at(-1);
  if (deciding === undefined) return ending('ALLOWED', 'NOT_CAPTURED', 'Nobody evaluates the request.');
  const { outcome, reason, code, policies, detail = '' } = deciding.finding;
  const { namespace, name } = deciding.at;
  return {
    outcome,
    reason,
    decidedBy: { enforcer: deciding.enforcer, namespace, name },
    code,
    policies,
    detail,
    steps,
  };
}
