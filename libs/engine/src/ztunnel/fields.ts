import type { RuleField } from '../authorization/rule-fields.js';
import { toAddressBlock, toPort } from './values.js';

/**
 * How ztunnel takes a field of a rule (semantics 4.2; Istio ambient/authorization.go handleRule, httpOperations,
 * httpSources, l4WhenAttributes). L4: compared. L7: unknown to ztunnel, and istiod knows that. UNNOTICED: unknown to
 * ztunnel, and istiod does not count it as missing (semantics 4.6).
 */
export type ZtunnelField = 'L4' | 'L7' | 'UNNOTICED';

const L4_FIELDS = new Set([
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'ipBlocks',
  'notIpBlocks',
  'ports',
  'notPorts',
  'when.source.ip',
  'when.source.namespace',
  'when.source.principal',
  'when.destination.ip',
  'when.destination.port',
]);
const UNNOTICED_FIELDS = new Set(['trustDomains', 'notTrustDomains']);

export function ztunnelField({ name }: RuleField): ZtunnelField {
  if (L4_FIELDS.has(name)) return 'L4';
  return UNNOTICED_FIELDS.has(name) ? 'UNNOTICED' : 'L7';
}

const PARSERS = new Map<string, (value: string) => unknown>([
  ['ports', toPort],
  ['notPorts', toPort],
  ['when.destination.port', toPort],
  ['ipBlocks', toAddressBlock],
  ['notIpBlocks', toAddressBlock],
  ['when.source.ip', toAddressBlock],
  ['when.destination.ip', toAddressBlock],
]);

/** Whether anything of the field reaches ztunnel: a list of which no value parses disappears (semantics 4.5). */
export function reachesZtunnel(field: RuleField): boolean {
  if (ztunnelField(field) !== 'L4' || field.values.length === 0) return false;
  const parse = PARSERS.get(field.name);
  return parse === undefined || field.values.some((value) => parse(value) !== null);
}
