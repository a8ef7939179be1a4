import type { RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';

/** The name of a field, or the key of a `when` entry. */
export const fieldName = ({ name }: RuleField): string => name.replace(/^when\./, '');

const TOKEN = /^(requestPrincipals|notRequestPrincipals|request\.auth\..*)$/;
const ADDRESS = new Set(['ipBlocks', 'notIpBlocks', 'source.ip']);

/** Policies that look into a token, with the first such field: they need a RequestAuthentication at the same enforcer. */
export const tokenPolicies = (index: CheckIndex) => index.once(findTokenPolicies);

/** Policies that compare the address of the peer, with the first such field. */
export const addressPolicies = (index: CheckIndex) => index.once(findAddressPolicies);

type FirstFields = ReadonlyMap<AuthorizationPolicy, RuleField>;

const findTokenPolicies = (index: CheckIndex) => firstFields(index, (name) => TOKEN.test(name));
const findAddressPolicies = (index: CheckIndex) => firstFields(index, (name) => ADDRESS.has(name));

function firstFields(index: CheckIndex, matches: (name: string) => boolean): FirstFields {
  const first = new Map<AuthorizationPolicy, RuleField>();
  for (const policy of index.authorizationPolicies) {
    const found = index.fieldsOf(policy).find((field) => matches(fieldName(field)));
    if (found !== undefined) first.set(policy, found);
  }
  return first;
}
