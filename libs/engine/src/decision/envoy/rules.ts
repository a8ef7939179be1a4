import type { AuthorizationRule } from '../../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { compileField, type FactPredicate, type FieldContext, holdsOf, isKnownField } from './fields.js';
import type { EnvoyFacts } from './facts.js';

/** One policy as one Envoy chain compares it: the number of the first rule that matches, or -1. */
export interface CompiledEnvoyPolicy {
  readonly policy: AuthorizationPolicy;
  /** false: none of its rules can be told to the chain. */
  readonly hasRules: boolean;
  matchingRule(facts: EnvoyFacts): number;
}

/** Istio authz/builder/builder.go build, authz/model/model.go Generate. */
export function compileEnvoyPolicy(policy: AuthorizationPolicy, context: FieldContext): CompiledEnvoyPolicy {
  const rules = policy.rules.flatMap((rule, index) => {
    const holds = compileRule(rule, policy.action === 'ALLOW', context);
    return holds === null ? [] : [{ index, holds }];
  });
  return {
    policy,
    hasRules: rules.length > 0,
    matchingRule: (facts) => rules.find(({ holds }) => holds(facts))?.index ?? -1,
  };
}

/**
 * null: left out. What cannot be told to the chain costs an ALLOW its whole rule; other actions lose the value alone, so
 * that they match more (model.go checkError; semantics 5.4).
 */
function compileRule(rule: AuthorizationRule, allow: boolean, context: FieldContext): FactPredicate | null {
  const clauses: (readonly FactPredicate[])[] = [];
  for (const { alternatives } of rule.clauses) {
    const compiled: FactPredicate[] = [];
    for (const fields of alternatives) {
      if (!fields.every(isKnownField)) return null;
      const told = fields.map((field) => compileField(field, context));
      if (allow && told.some(({ values }) => values.includes(null))) return null;
      compiled.push(allOf(told.flatMap(({ negative, values }) => compared(negative, values))));
    }
    clauses.push(compiled);
  }
  return (facts) => clauses.every((alternatives) => alternatives.some((holds) => holds(facts)));
}

function compared(negative: boolean, values: readonly (FactPredicate | null)[]): FactPredicate[] {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? [] : [holdsOf(negative, told)];
}

const allOf =
  (predicates: readonly FactPredicate[]): FactPredicate =>
  (facts) =>
    predicates.every((holds) => holds(facts));
