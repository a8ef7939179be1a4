import type { AuthorizationRule } from '../../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { allOf, anyOf, firstOf } from '../predicates.js';
import { compileField, type FactPredicate, type FieldContext, holdsOf, isKnownField } from './fields.js';
import type { EnvoyFacts } from './facts.js';

/** One policy as one Envoy chain compares it: the number of the first rule that matches, or -1. */
export interface CompiledEnvoyPolicy {
  readonly policy: AuthorizationPolicy;
  matchingRule(facts: EnvoyFacts): number;
}

/** Istio authz/builder/builder.go build, authz/model/model.go Generate. */
export const compileEnvoyPolicy = (policy: AuthorizationPolicy, context: FieldContext): CompiledEnvoyPolicy => ({
  policy,
  matchingRule: firstOf(policy.rules.map((rule) => compileRule(rule, policy.action === 'ALLOW', context) ?? leftOut)),
});

const leftOut: FactPredicate = () => false;

/**
 * null: left out. What cannot be told to the chain costs an ALLOW its whole rule; other actions lose the value alone, so
 * that they match more (model.go checkError; semantics 5.4).
 */
function compileRule(rule: AuthorizationRule, allow: boolean, context: FieldContext): FactPredicate | null {
  const clauses: FactPredicate[] = [];
  for (const { alternatives } of rule.clauses) {
    const compiled: FactPredicate[] = [];
    for (const fields of alternatives) {
      if (!fields.every(isKnownField)) return null;
      const told = fields.map((field) => compileField(field, context));
      if (allow && told.some(({ values }) => values.includes(null))) return null;
      compiled.push(allOf(told.flatMap(({ negative, values }) => compared(negative, values))));
    }
    clauses.push(anyOf(compiled));
  }
  return allOf(clauses);
}

function compared(negative: boolean, values: readonly (FactPredicate | null)[]): FactPredicate[] {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? [] : [holdsOf(negative, told)];
}
