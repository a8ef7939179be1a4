import type { FieldPath } from '../manifest/manifest.js';
import type { AuthorizationRule, OperationMatch, SourceMatch } from '../model/policy.js';

/** One list of values in a rule, e.g. `notMethods`, or one side of a `when` entry. */
export interface RuleField {
  /** Field name (`principals`, `notPorts`, …), or `when.` and the key of a `when` entry (`when.source.ip`, …). */
  readonly name: string;
  readonly negative: boolean;
  readonly values: readonly string[];
  /** From the root of the object. */
  readonly path: FieldPath;
}

/** One `from` or `to` element or one `when` entry: its fields are AND-ed. Only fields that hold values are listed. */
export type Alternative = readonly RuleField[];

/** One of its alternatives must hold. A rule's clauses are AND-ed (semantics 4.3). */
export interface Clause {
  readonly part: 'to' | 'from' | 'when';
  readonly alternatives: readonly Alternative[];
}

/** A rule as clauses, in the order in which istiod writes them: `to`, `from`, then each `when`. */
export function clausesOf(rule: AuthorizationRule, index: number): readonly Clause[] {
  const at = ['spec', 'rules', index];
  const to = rule.to.map((operation, i) => alternative(operation, OPERATION_FIELDS, [...at, 'to', i, 'operation']));
  const from = rule.from.map((source, i) => alternative(source, SOURCE_FIELDS, [...at, 'from', i, 'source']));
  const clauses: Clause[] = [];
  if (to.length > 0) clauses.push({ part: 'to', alternatives: to });
  if (from.length > 0) clauses.push({ part: 'from', alternatives: from });
  rule.when.forEach(({ key, values, notValues }, i) => {
    const path = [...at, 'when', i];
    const name = `when.${key}`;
    const fields: RuleField[] = [];
    if (values.length > 0 || notValues.length === 0) {
      fields.push({ name, negative: false, values, path: [...path, 'values'] });
    }
    if (notValues.length > 0) fields.push({ name, negative: true, values: notValues, path: [...path, 'notValues'] });
    clauses.push({ part: 'when', alternatives: [fields] });
  });
  return clauses;
}

const SOURCE_FIELDS = [
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'trustDomains',
  'notTrustDomains',
  'ipBlocks',
  'notIpBlocks',
  'remoteIpBlocks',
  'notRemoteIpBlocks',
] as const satisfies readonly (keyof SourceMatch)[];

const OPERATION_FIELDS = [
  'hosts',
  'notHosts',
  'ports',
  'notPorts',
  'methods',
  'notMethods',
  'paths',
  'notPaths',
] as const satisfies readonly (keyof OperationMatch)[];

function alternative<Name extends string>(
  element: { readonly [name in Name]: readonly string[] },
  names: readonly Name[],
  path: FieldPath,
): Alternative {
  const fields: RuleField[] = [];
  for (const name of names) {
    const values = element[name];
    if (values.length > 0) fields.push({ name, negative: name.startsWith('not'), values, path: [...path, name] });
  }
  return fields;
}

/** Every field of a rule. */
export function fieldsOf(rule: AuthorizationRule, index: number): readonly RuleField[] {
  return clausesOf(rule, index).flatMap((clause) => clause.alternatives.flat());
}
