import { outcomeOf, type PolicyOutcome, type RuleOutcome } from '../authorization/outcome.js';
import { clausesOf, type Alternative, type Clause, type RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy, AuthorizationRule } from '../model/policy.js';
import { reachesZtunnel, ztunnelField } from './fields.js';

/**
 * What ztunnel makes of the rules of an ALLOW or DENY policy that is sent to it (semantics 4.5, 4.6; ztunnel rbac.rs
 * Authorization::matches: an empty match never holds, a rule without clauses always does).
 */
export function ztunnelOutcome(policy: AuthorizationPolicy): PolicyOutcome {
  const ruleOutcome = policy.action === 'ALLOW' ? allowRule : denyRule;
  return outcomeOf(
    policy.action,
    policy.rules.map((rule, index) => ruleOutcome(rule, index)),
  );
}

const isLive = (alternative: Alternative) => alternative.some(reachesZtunnel);
const lostFields = (alternative: Alternative) => alternative.filter((field) => !reachesZtunnel(field));
const isDead = ({ alternatives }: Clause) => !alternatives.some(isLive);

// istiod leaves a whole ALLOW rule out when any part of it needs HTTP; what it does not notice stays and is lost.
function allowRule(rule: AuthorizationRule, index: number): RuleOutcome {
  const clauses = clausesOf(rule, index);
  const http = clauses.flatMap(({ alternatives }) => alternatives.flat()).filter((f) => ztunnelField(f) === 'L7');
  return http.length > 0 ? { index, effect: 'DROPPED', culprits: http } : strippedRule(clauses, index, 'WIDENED');
}

// Of a DENY rule nothing is left out but the fields themselves, so each clause decides by what is left of it.
function denyRule(rule: AuthorizationRule, index: number): RuleOutcome {
  return strippedRule(clausesOf(rule, index), index, 'PARTIAL');
}

function strippedRule(clauses: readonly Clause[], index: number, worse: 'WIDENED' | 'PARTIAL'): RuleOutcome {
  const dead = clauses.filter(isDead);
  if (dead.length > 0) return { index, effect: 'DEAD', culprits: lostOf(dead) };
  const alternatives = clauses.flatMap((clause) => clause.alternatives);
  const widening = alternatives.filter(isLive).flatMap(lostFields);
  const narrowing = alternatives.filter((alternative) => !isLive(alternative));
  if (widening.length === 0 && narrowing.length === 0) return { index, effect: 'AS_WRITTEN', culprits: [] };
  const both = widening.length > 0 && narrowing.length > 0;
  const effect = both ? worse : widening.length > 0 ? 'WIDENED' : 'PARTIAL';
  return { index, effect, culprits: [...widening, ...narrowing.flat()] };
}

const lostOf = (clauses: readonly Clause[]): RuleField[] =>
  clauses.flatMap(({ alternatives }) => alternatives.flatMap(lostFields));
