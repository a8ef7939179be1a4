import type { RuleOutcome } from './outcome.js';
import type { Alternative, AuthorizationRule, RuleField } from './rule-fields.js';

/** How an enforcer takes the alternatives of a rule after leaving out what it cannot compare. */
export interface Stripping {
  /** Whether the alternative can still hold. */
  isLive(alternative: Alternative): boolean;
  /** The fields that are left out of it, or that keep it from holding. */
  lost(alternative: Alternative): readonly RuleField[];
}

/**
 * A rule is dead when a clause has no live alternative, widened when a live one lost a field, partial when some
 * alternatives died. Both at once is called by the fail-open half: widened for ALLOW, partial for the rest.
 */
export function strippedRule(
  { clauses, unknown }: AuthorizationRule,
  index: number,
  allow: boolean,
  { isLive, lost }: Stripping,
): RuleOutcome {
  const dead = clauses.filter(({ alternatives }) => !alternatives.some(isLive));
  if (dead.length > 0) {
    return {
      index,
      effect: 'DEAD',
      culprits: dead.flatMap(({ alternatives }) => alternatives.flatMap(lost)).concat(unknown),
    };
  }
  const alternatives = clauses.flatMap((clause) => clause.alternatives);
  const widening = [...alternatives.filter(isLive).flatMap(lost), ...unknown];
  const narrowing = alternatives.filter((alternative) => !isLive(alternative));
  if (widening.length === 0 && narrowing.length === 0) return { index, effect: 'AS_WRITTEN', culprits: [] };
  const widened = narrowing.length === 0 || (allow && widening.length > 0);
  return { index, effect: widened ? 'WIDENED' : 'PARTIAL', culprits: [...widening, ...narrowing.flatMap(lost)] };
}
