import type { RuleField } from '../authorization/rule-fields.js';
import type { ClusterModel } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import { writtenValues, type WrittenValue } from './rule-values.js';

/** A principal as AuthorizationPolicies write it, in its parts; parts may be wildcards. */
export interface PrincipalParts {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** null for what has not exactly the five parts `td/ns/NAMESPACE/sa/ACCOUNT`. */
export function principalParts(value: string): PrincipalParts | null {
  const [trustDomain, ns, namespace, sa, serviceAccount, ...more] = value.split('/');
  if (ns !== 'ns' || sa !== 'sa' || more.length > 0) return null;
  if (trustDomain === undefined || namespace === undefined || serviceAccount === undefined) return null;
  return { trustDomain, namespace, serviceAccount };
}

export const PRINCIPAL_FIELDS = ['principals', 'notPrincipals', 'when.source.principal'] as const;
export const ACCOUNT_FIELDS = ['serviceAccounts', 'notServiceAccounts', 'when.source.serviceAccount'] as const;
export const NAMESPACE_FIELDS = ['namespaces', 'notNamespaces', 'when.source.namespace'] as const;

/** A principal in its parts, with every place where it stands; null for what has other parts. */
export interface Principal extends WrittenValue {
  readonly parts: PrincipalParts | null;
}

/** Every principal that policies name, once. */
export const principalsOf = (index: CheckIndex): readonly Principal[] => index.once(findPrincipals);

const findPrincipals = (index: CheckIndex): readonly Principal[] =>
  writtenValues(index, ...PRINCIPAL_FIELDS).map(({ value, places }) => ({
    value,
    places,
    parts: principalParts(value),
  }));

/** Every namespace that policies name, once. */
export const namespacesNamed = (index: CheckIndex): readonly WrittenValue[] => index.once(findNamespaces);

const findNamespaces = (index: CheckIndex) => writtenValues(index, ...NAMESPACE_FIELDS);

/** `namespace/account` as a policy means it: without a namespace its own counts (semantics 4.7). */
export const qualified = (value: string, policy: AuthorizationPolicy): string =>
  value.includes('/') ? value : `${policy.namespace}/${value}`;

/** What follows from a value that never matches: for a rule that wants it, and for one that excludes it. */
export const harmOfDeadValue = ({ action }: AuthorizationPolicy, { negative }: RuleField): string => {
  if (negative) return 'excludes nobody';
  return action === 'DENY' ? 'denies nobody by it' : 'admits nobody by it';
};

/** The namespace is in the snapshot, not merely mentioned by an object. */
export const knowsNamespace = (model: ClusterModel, name: string): boolean =>
  Boolean(model.namespaces.get(name)?.manifest) || (model.workloadsByNamespace.get(name)?.length ?? 0) > 0;

/** Where service accounts of a name exist, by name. */
export const namespacesByAccount = (index: CheckIndex): ReadonlyMap<string, readonly string[]> =>
  index.once(findNamespacesByAccount);

function findNamespacesByAccount({ model }: CheckIndex): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const account of [...model.serviceAccounts].sort()) {
    const [namespace = '', name = ''] = account.split('/');
    found.set(name, [...(found.get(name) ?? []), namespace]);
  }
  return found;
}
