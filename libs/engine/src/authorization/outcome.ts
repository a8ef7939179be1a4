import type { Effect, RuleEffect } from '../analysis.js';
import type { AuthorizationAction } from '../model/policy.js';
import type { RuleField } from './rule-fields.js';

/** What became of one rule at one enforcer, and the fields that did it. */
export interface RuleOutcome {
  readonly index: number;
  readonly effect: RuleEffect;
  readonly culprits: readonly RuleField[];
}

/** What became of a policy's rules at one enforcer, whoever the client is. */
export interface PolicyOutcome {
  readonly effect: Effect;
  readonly rules: readonly RuleOutcome[];
}

/**
 * The effect of a policy from the effects of its rules (semantics 4.5). Where rules differ, failing open outranks
 * refusing too much: a hole in an ALLOW, then lost rules; a dead part of a DENY, then a widened one.
 */
export function outcomeOf(action: AuthorizationAction, rules: readonly RuleOutcome[]): PolicyOutcome {
  return { effect: action === 'ALLOW' ? allowEffect(rules) : otherEffect(action, rules), rules };
}

const isDead = ({ effect }: RuleOutcome) => effect === 'DEAD' || effect === 'DROPPED';

// No rule at all is "every rule is dead": an ALLOW then denies everything, a DENY nothing.
function allowEffect(rules: readonly RuleOutcome[]): Effect {
  if (rules.every(isDead)) return 'ALLOW_DENIES_ALL';
  if (rules.some(({ effect }) => effect === 'WIDENED')) return 'ALLOW_WIDENED';
  return rules.some((rule) => isDead(rule) || rule.effect === 'PARTIAL') ? 'ALLOW_RULES_DROPPED' : 'AS_WRITTEN';
}

function otherEffect(action: AuthorizationAction, rules: readonly RuleOutcome[]): Effect {
  if (rules.every(isDead)) return 'DENY_NO_EFFECT';
  if (action === 'AUDIT') return 'AS_WRITTEN';
  if (rules.some((rule) => isDead(rule) || rule.effect === 'PARTIAL')) return 'DENY_PARTIAL';
  return rules.some(({ effect }) => effect === 'WIDENED') ? 'DENY_WIDENED' : 'AS_WRITTEN';
}
