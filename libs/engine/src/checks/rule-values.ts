import type { RuleField } from '../authorization/rule-fields.js';
import { factAt } from '../model/evidence.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex, PolicyField } from './check-index.js';
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

/** One value, with every place where it stands. */
export interface WrittenValue {
  readonly value: string;
  readonly places: readonly RuleValue[];
}

/** Each value of the fields of these names once, because most are written in many policies. */
export function writtenValues(index: CheckIndex, ...names: readonly string[]): readonly WrittenValue[] {
  const written = new Map<string, RuleValue[]>();
  for (const { policy, field } of index.fieldsNamed(...names)) {
    field.values.forEach((value, position) => {
      const place = { policy, field, position, value };
      const places = written.get(value);
      if (places === undefined) written.set(value, [place]);
      else places.push(place);
    });
  }
  return [...written].map(([value, places]) => ({ value, places }));
}

/** Every value of the fields of these names, in all AuthorizationPolicies. */
export const valuesNamed = (index: CheckIndex, ...names: readonly string[]): readonly RuleValue[] =>
  index
    .fieldsNamed(...names)
    .flatMap(({ policy, field }) => field.values.map((value, position) => ({ policy, field, position, value })));

/** What follows from a value that nothing can match: for a rule that wants it, and for one that excludes it. */
export const harmOfDeadMatch = ({ policy, field }: PolicyField): string =>
  field.negative ? 'excludes nothing' : `${VERBS[policy.action]} nothing by it`;

const VERBS = { ALLOW: 'admits', DENY: 'denies', AUDIT: 'audits', CUSTOM: 'asks the provider about' };

/** Some Envoy (waypoint, sidecar, gateway) evaluates the policy, so that its HTTP fields count. */
export const isReadByEnvoy = (index: CheckIndex, policy: AuthorizationPolicy): boolean =>
  index.verdictsOf(policy).some(({ enforcer: { type } }) => type !== 'ZTUNNEL' && type !== 'NOBODY');

/** Why nothing can match a value, as the rest of the sentence "names VALUE, …"; null when something may. */
export type WhyDead = (value: string, field: RuleField, policy: AuthorizationPolicy) => string | null;

/** Reports the values in the fields of these names that nothing can match, each once for its policy. */
export function reportDeadValues(
  index: CheckIndex,
  names: readonly string[],
  whyDead: WhyDead,
  report: (found: Report) => void,
): void {
  for (const { policy, field } of index.fieldsNamed(...names)) {
    field.values.forEach((value, position) => {
      const why = whyDead(value, field, policy);
      if (why === null) return;
      const path = [...field.path, position];
      report({
        manifest: policy.manifest,
        field: path,
        message: `${nameOf(policy)} names ${value}, ${why}: it ${harmOfDeadMatch({ policy, field })}`,
        affected: index.evaluatedFor(policy),
        evidence: [factAt(policy.manifest, path, `No request equals ${value}, ${why}.`)],
        cause: value,
      });
    });
  }
}
