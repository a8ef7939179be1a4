import { fieldsOf, type RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../model/policy.js';

const fieldsWhere = (policy: AuthorizationPolicy, wanted: (field: RuleField) => boolean): RuleField[] =>
  policy.rules.flatMap((rule, index) => fieldsOf(rule, index)).filter(wanted);

/** The name of a field, or the key of a `when` entry. */
export const fieldName = ({ name }: RuleField): string => name.replace(/^when\./, '');

const TOKEN = /^(requestPrincipals|notRequestPrincipals|request\.auth\..*)$/;
const ADDRESS = new Set(['ipBlocks', 'notIpBlocks', 'source.ip']);

/** Fields that look into a token: they need a RequestAuthentication at the same enforcer. */
export const tokenFields = (policy: AuthorizationPolicy) =>
  fieldsWhere(policy, (field) => TOKEN.test(fieldName(field)));

/** Fields that compare the address of the peer. */
export const addressFields = (policy: AuthorizationPolicy) =>
  fieldsWhere(policy, (field) => ADDRESS.has(fieldName(field)));
