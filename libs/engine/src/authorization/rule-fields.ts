import type { FieldPath } from '../manifest/manifest.js';
import { field, list, text, texts } from '../model/narrow.js';
import type { IstioBehaviour } from '../version/behaviour.js';

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

/** One rule of an AuthorizationPolicy, read once for everybody who compares it. */
export interface AuthorizationRule {
  /** In the order in which istiod writes them: `to`, `from`, then each `when`. */
  readonly clauses: readonly Clause[];
  /** Every field of every clause. */
  readonly fields: readonly RuleField[];
  /** Fields that the release's API does not know, so that the API server drops them: they are in no clause. */
  readonly unknown: readonly RuleField[];
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
] as const;

const OPERATION_FIELDS = [
  'hosts',
  'notHosts',
  'ports',
  'notPorts',
  'methods',
  'notMethods',
  'paths',
  'notPaths',
] as const;

/** Reads `spec.rules` (security/v1beta1 AuthorizationPolicy); fields of a wrong type read as absent. */
export const rulesOf = (spec: unknown, behaviour: IstioBehaviour): readonly AuthorizationRule[] =>
  list(field(spec, 'rules')).map((rule, index) => ruleFrom(rule, index, behaviour));

function ruleFrom(rule: unknown, index: number, behaviour: IstioBehaviour): AuthorizationRule {
  const unknown: RuleField[] = [];
  const clauses = [
    ...elements(rule, index, 'to', 'operation', OPERATION_FIELDS),
    ...elements(rule, index, 'from', 'source', SOURCE_FIELDS).map((clause) =>
      withoutUnknown(clause, behaviour, unknown),
    ),
    ...list(field(rule, 'when')).map((entry, i) => condition(entry, ['spec', 'rules', index, 'when', i])),
  ];
  return { clauses, fields: clauses.flatMap(({ alternatives }) => alternatives.flat()), unknown };
}

const ACCOUNTS = /^(not)?serviceAccounts$/i;
const TRUST_DOMAINS = /^(not)?trustDomains$/i;

function withoutUnknown(clause: Clause, behaviour: IstioBehaviour, unknown: RuleField[]): Clause {
  const { serviceAccountsField, trustDomainsField } = behaviour;
  if (serviceAccountsField && trustDomainsField) return clause;
  const isKnown = ({ name }: RuleField) =>
    (serviceAccountsField || !ACCOUNTS.test(name)) && (trustDomainsField || !TRUST_DOMAINS.test(name));
  unknown.push(...clause.alternatives.flatMap((fields) => fields.filter((field) => !isKnown(field))));
  return { ...clause, alternatives: clause.alternatives.map((fields) => fields.filter(isKnown)) };
}

function elements(
  rule: unknown,
  index: number,
  part: 'to' | 'from',
  wrapper: string,
  names: readonly string[],
): readonly Clause[] {
  const written = list(field(rule, part));
  if (written.length === 0) return [];
  const alternatives = written.map((element, i) => {
    const matched = field(element, wrapper);
    const fields: RuleField[] = [];
    for (const name of names) {
      const values = texts(field(matched, name));
      if (values.length === 0) continue;
      const path = ['spec', 'rules', index, part, i, wrapper, name];
      fields.push({ name, negative: name.startsWith('not'), values, path });
    }
    return fields;
  });
  return [{ part, alternatives }];
}

// An entry without any value reads as one whose values nothing fits.
function condition(entry: unknown, path: FieldPath): Clause {
  const name = `when.${text(field(entry, 'key'))}`;
  const values = texts(field(entry, 'values'));
  const notValues = texts(field(entry, 'notValues'));
  const fields: RuleField[] = [];
  if (values.length > 0 || notValues.length === 0) {
    fields.push({ name, negative: false, values, path: [...path, 'values'] });
  }
  if (notValues.length > 0) fields.push({ name, negative: true, values: notValues, path: [...path, 'notValues'] });
  return { part: 'when', alternatives: [fields] };
}
