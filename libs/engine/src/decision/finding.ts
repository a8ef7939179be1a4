import type { HttpRequest } from './request.js';
import type { DecidingPolicy, DecisionOutcome, DecisionReason, NearestRule } from './decision.js';

/** What one enforcer makes of a request, before it is put into a hop. */
export interface Finding {
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  /** Every policy that decides equally; the first one is named. */
  readonly policies: readonly DecidingPolicy[];
  readonly code: number | null;
  readonly detail?: string;
  /** Of an allowed request: as the filters pass it on; absent where they change nothing. */
  passedOn?(): HttpRequest;
  /** Of a denial: what would have let the request through. Looked for only when evidence is asked for. */
  nearest?(): NearestRule | null;
}
