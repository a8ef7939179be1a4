import type { Gateway } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { isAddressField } from './envoy-outcome.js';
import type { RuleField } from './rule-fields.js';

const PRINCIPAL_FIELDS = new Set(['principals', 'notPrincipals', 'when.source.principal']);
const ACCOUNT_FIELDS = new Set(['serviceAccounts', 'notServiceAccounts']);
const NAMESPACE_FIELDS = new Set(['namespaces', 'notNamespaces', 'when.source.namespace']);

const isIdentityField = ({ name }: RuleField): boolean =>
  PRINCIPAL_FIELDS.has(name) || ACCOUNT_FIELDS.has(name) || NAMESPACE_FIELDS.has(name);

// `principals: ["*"]` holds for every peer with an identity, a waypoint's included.
const isAnyPrincipal = ({ name, values }: RuleField): boolean => PRINCIPAL_FIELDS.has(name) && values.includes('*');

/** Which fields of a policy compare the client: it matters who or what stands in front of the enforcer. */
export interface PeerFields {
  readonly identity: readonly RuleField[];
  /** Identity and address fields whose answer changes when a waypoint takes the client's place. */
  readonly substituted: readonly RuleField[];
}

export function peerFieldsOf({ rules }: AuthorizationPolicy): PeerFields {
  const fields = rules.flatMap((rule) => rule.fields);
  return {
    identity: fields.filter(isIdentityField),
    substituted: fields.filter((field) => isAddressField(field) || (isIdentityField(field) && !isAnyPrincipal(field))),
  };
}

/** `cluster.local/ns/shop/sa/waypoint`: what an enforcer behind the waypoint sees (semantics 5.6). */
export const identityOf = (
  { namespace, serviceAccount }: Pick<Gateway, 'namespace' | 'serviceAccount'>,
  trustDomain: string,
): string => `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;

/** Whether the policy's author wrote this waypoint's identity down, so that seeing it is no surprise. */
export function namesWaypoint(
  policy: AuthorizationPolicy,
  { identity }: PeerFields,
  waypoint: Gateway,
  trustDomain: string,
): boolean {
  const { namespace, serviceAccount } = waypoint;
  const principal = identityOf(waypoint, trustDomain);
  const accounts = [`${namespace}/${serviceAccount}`, ...(policy.namespace === namespace ? [serviceAccount] : [])];
  return identity.some(({ name, values }) => {
    if (PRINCIPAL_FIELDS.has(name)) return values.includes(principal);
    return ACCOUNT_FIELDS.has(name) && values.some((value) => accounts.includes(value));
  });
}
