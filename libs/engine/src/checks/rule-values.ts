import type { RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';

/** One value of a list in a rule. */
export interface RuleValue {
  readonly policy: AuthorizationPolicy;
  readonly field: RuleField;
  /** Its place in the list. */
  readonly position: number;
  readonly value: string;
}

/** Every value of the fields of these names, in all AuthorizationPolicies. */
export const valuesNamed = (index: CheckIndex, ...names: readonly string[]): readonly RuleValue[] =>
  index
    .fieldsNamed(...names)
    .flatMap(({ policy, field }) => field.values.map((value, position) => ({ policy, field, position, value })));
