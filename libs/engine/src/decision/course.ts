import type { Finding } from './finding.js';
import type { Seen } from './hops.js';
import type { Answer, DecisionOutcome, DecisionReason, DecisionWay, HopEnforcer, MissingName } from './decision.js';

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
  readonly ways: readonly DecisionWay[];
  readonly steps: readonly Step[];
  /** Of what is not found; names near to it are looked for only when evidence is asked for. */
  missing?(): MissingName;
}

const NO_STEPS: readonly Step[] = Object.freeze([]);
const NO_WAYS: readonly DecisionWay[] = Object.freeze([]);

/** An answer that no enforcer gives. */
export const ending = (
  outcome: DecisionOutcome,
  reason: DecisionReason,
  detail: string,
  steps: readonly Step[] = NO_STEPS,
): Course => ({ outcome, reason, decidedBy: null, code: null, policies: [], detail, ways: NO_WAYS, steps });

/** The request names what the snapshot does not hold. */
export const notFound = (missing: () => MissingName): Course => ({
  ...ending('UNDECIDED', 'NOT_FOUND', ''),
  missing,
});

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
    ways: NO_WAYS,
    steps,
  };
}

/** One of the ways on which chance may send a request. */
export interface Branch {
  readonly name: string;
  readonly course: Course;
}

/** The answer of all branches when it is the same; else undecided, with the answer of each. */
export function oneOf([first, ...others]: readonly [Branch, ...Branch[]], why: string): Course {
  const { course } = first;
  if (others.every((other) => other.course.outcome === course.outcome)) return course;
  const ways = [first, ...others].map(({ name, course: { outcome, reason, code, decidedBy, policies } }) => ({
    name,
    outcome,
    reason,
    code,
    decidedBy,
    policies,
  }));
  const answers = ways.map(({ name, outcome }) => `${name}: ${outcome.toLowerCase()}`).join('; ');
  return { ...ending('UNDECIDED', 'UNDECIDED', `${why} (${answers})`), ways };
}
