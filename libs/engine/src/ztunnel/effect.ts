import { outcomeOf, type PolicyOutcome, type RuleOutcome } from '../authorization/outcome.js';
import type { AuthorizationRule } from '../authorization/rule-fields.js';
import { strippedRule, type Stripping } from '../authorization/stripped-rule.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { reachesZtunnel, ztunnelField } from './fields.js';

// An alternative of which nothing is left is an empty match, which ztunnel skips (rbac.rs RbacMatch::is_empty).
const ztunnelStripping: Stripping = {
  isLive: (alternative) => alternative.some(reachesZtunnel),
  lost: (alternative) => alternative.filter((field) => !reachesZtunnel(field)),
};

/**
 * What ztunnel makes of the rules of an ALLOW or DENY policy that is sent to it (semantics 4.5, 4.6; ztunnel rbac.rs
 * Authorization::matches: an empty match never holds, a rule without clauses always does).
 */
export function ztunnelOutcome(policy: AuthorizationPolicy): PolicyOutcome {
  return outcomeOf(
    policy.action,
    policy.rules.map((rule, index) => ruleOutcome(rule, index, policy.action === 'ALLOW')),
  );
}

function ruleOutcome(rule: AuthorizationRule, index: number, allow: boolean): RuleOutcome {
  if (allow) {
    // istiod leaves the whole rule out when any part of it needs HTTP; of a DENY rule only those parts.
    const http = rule.fields.filter((f) => ztunnelField(f) === 'L7');
    if (http.length > 0) return { index, effect: 'DROPPED', culprits: http };
  }
  return strippedRule(rule, index, allow, ztunnelStripping);
}
