import type { RuleField } from '../authorization/rule-fields.js';
import type { ClusterModel } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';

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

const PRINCIPAL_FIELDS = new Set(['principals', 'notPrincipals', 'when.source.principal']);
const ACCOUNT_FIELDS = new Set(['serviceAccounts', 'notServiceAccounts', 'when.source.serviceAccount']);
const NAMESPACE_FIELDS = new Set(['namespaces', 'notNamespaces', 'when.source.namespace']);

const fieldsNamed = (names: ReadonlySet<string>) => (index: CheckIndex, policy: AuthorizationPolicy) =>
  index.fieldsOf(policy).filter(({ name }) => names.has(name));

export const principalFields = fieldsNamed(PRINCIPAL_FIELDS);
export const accountFields = fieldsNamed(ACCOUNT_FIELDS);
export const namespaceFields = fieldsNamed(NAMESPACE_FIELDS);

/** What follows from a value that never matches: for a rule that wants it, and for one that excludes it. */
export const harmOfDeadValue = ({ action }: AuthorizationPolicy, { negative }: RuleField): string => {
  if (negative) return 'excludes nobody';
  return action === 'DENY' ? 'denies nobody by it' : 'admits nobody by it';
};

/** The namespace is in the snapshot, not merely mentioned by an object. */
export const knowsNamespace = (model: ClusterModel, name: string): boolean =>
  Boolean(model.namespaces.get(name)?.manifest) || (model.workloadsByNamespace.get(name)?.length ?? 0) > 0;
