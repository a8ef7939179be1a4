import type { Effect, Enforcer, Fact, Finding, PathClass, RuleEffect } from '../analysis.js';
import type { ObjectRef, Place, Skipped } from '../manifest/manifest.js';

/** What one enforcer makes of a policy: a verdict without what it is about. */
export interface Outcome {
  readonly enforcer: Enforcer;
  readonly effect: Effect;
  readonly rules: readonly { readonly index: number; readonly effect: RuleEffect }[];
  readonly evidence: readonly Fact[];
}

/** A policy that comes to something else, for one class of traffic and the targets for which it does so alike. */
export interface VerdictChange {
  readonly policy: ObjectRef;
  /** Where the policy stands, as the later analysis knows it, else the earlier one; null when no evidence tells. */
  readonly place: Place | null;
  /** null only when nobody evaluates the policy before and after. */
  readonly pathClass: PathClass | null;
  readonly targets: readonly ObjectRef[];
  /** What was so and no longer is; empty when the policy was not evaluated for these targets. */
  readonly before: readonly Outcome[];
  /** What is so and was not. */
  readonly after: readonly Outcome[];
}

/** APPEARS: only the later analysis reports it. GOES: only the earlier one does. */
export interface FindingChange {
  readonly change: 'APPEARS' | 'GOES';
  readonly finding: Finding;
}

/** BECOMES_UNREADABLE: only the later analysis leaves it out. BECOMES_READABLE: only the earlier one does. */
export interface ObjectChange {
  readonly change: 'BECOMES_UNREADABLE' | 'BECOMES_READABLE';
  readonly skipped: Skipped;
}

/** What differs in meaning between two analyses. All lists are sorted. */
export interface AnalysisComparison {
  readonly verdicts: readonly VerdictChange[];
  readonly findings: readonly FindingChange[];
  readonly objects: readonly ObjectChange[];
}
