import type { RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';

/** The name of a field, or the key of a `when` entry. */
export const fieldName = ({ name }: RuleField): string => name.replace(/^when\./, '');

const TOKEN = /^(requestPrincipals|notRequestPrincipals|request\.auth\..*)$/;
const ADDRESS = new Set(['ipBlocks', 'notIpBlocks', 'source.ip']);

/** Fields that look into a token: they need a RequestAuthentication at the same enforcer. */
export const tokenFields = (index: CheckIndex, policy: AuthorizationPolicy): readonly RuleField[] =>
  index.fieldsOf(policy).filter((field) => TOKEN.test(fieldName(field)));

/** Fields that compare the address of the peer. */
export const addressFields = (index: CheckIndex, policy: AuthorizationPolicy): readonly RuleField[] =>
  index.fieldsOf(policy).filter((field) => ADDRESS.has(fieldName(field)));
