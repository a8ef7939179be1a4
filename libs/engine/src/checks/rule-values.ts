import type { RuleField } from '../authorization/rule-fields.js';
import { factAt } from '../model/evidence.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import type { Report } from './define-check.js';
import { nameOf } from './say.js';

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

/** What follows from a value that nothing can match: for a rule that wants it, and for one that excludes it. */
export const harmOfDeadMatch = ({ policy, field }: RuleValue): string =>
  field.negative ? 'excludes nothing' : `${VERBS[policy.action]} nothing by it`;

const VERBS = { ALLOW: 'admits', DENY: 'denies', AUDIT: 'audits', CUSTOM: 'asks the provider about' };

/** Some Envoy (waypoint, sidecar, gateway) evaluates the policy, so that its HTTP fields count. */
export const isReadByEnvoy = (index: CheckIndex, policy: AuthorizationPolicy): boolean =>
  index.verdictsOf(policy).some(({ enforcer: { type } }) => type !== 'ZTUNNEL' && type !== 'NOBODY');

/** Reports the values that can never match, each once for its policy; `why` goes on the sentence "names VALUE, …". */
export function reportDeadValues(
  index: CheckIndex,
  values: readonly RuleValue[],
  why: (found: RuleValue) => string | null,
  report: (found: Report) => void,
): void {
  for (const found of values) {
    const reason = why(found);
    if (reason === null) continue;
    const { policy, field, position, value } = found;
    const path = [...field.path, position];
    report({
      manifest: policy.manifest,
      field: path,
      message: `${nameOf(policy)} names ${value}, ${reason}: it ${harmOfDeadMatch(found)}`,
      affected: index.evaluatedFor(policy),
      evidence: [factAt(policy.manifest, path, `No request equals ${value}, ${reason}.`)],
      cause: value,
    });
  }
}
