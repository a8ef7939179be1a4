import type { RuleField } from '../../authorization/rule-fields.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { convertMatch } from '../../ztunnel/convert.js';
import { reachesZtunnel, ztunnelField } from '../../ztunnel/fields.js';
import type { Connection } from '../ztunnel-match.js';
import { compileMatch } from '../ztunnel-match.js';
import type { FieldPart, PartReader } from './rule-parts.js';

const never = (): boolean => false;
const nothing = (): null => null;

/** Rules as ztunnel takes them (semantics 4.2 to 4.6). */
export const ZTUNNEL_PARTS: PartReader<Connection> = {
  emptyHolds: false,
  partOf(field, policy) {
    if (reachesZtunnel(field)) {
      const holds = compileMatch(convertMatch([field], policy.namespace));
      return { state: 'TOLD', loss: '', holds, sent: (connection) => sentTo(field, connection) };
    }
    const state = ztunnelField(field) === 'L7' ? 'LOST' : 'IGNORED';
    return { state, loss: lossOf(field, policy, state), holds: never, sent: nothing };
  },
};

function lossOf(field: RuleField, { action }: AuthorizationPolicy, state: FieldPart<never>['state']): string {
  if (state === 'LOST') {
    return action === 'ALLOW'
      ? 'ztunnel does not compare it, so Istio leaves the whole rule out; only a waypoint or sidecar can enforce it.'
      : 'ztunnel does not compare it, so the rule matches whatever is sent.';
  }
  if (field.values.length === 0) return 'It holds no value.';
  return ztunnelField(field) === 'UNNOTICED'
    ? 'ztunnel is never told of it.'
    : `ztunnel is never told of it: ${field.values.join(', ')} cannot be read.`;
}

function sentTo(
  { name }: RuleField,
  { identity, sourceIp, destinationIp, destinationPort }: Connection,
): string | null {
  switch (name.replace(/^not([A-Z])/, (_, first: string) => first.toLowerCase())) {
    case 'principals':
    case 'when.source.principal':
      return identity?.text ?? null;
    case 'namespaces':
    case 'when.source.namespace':
      return identity?.namespace ?? null;
    case 'serviceAccounts':
      return identity === null ? null : `${identity.namespace}/${identity.serviceAccount}`;
    case 'ipBlocks':
    case 'when.source.ip':
      return sourceIp.parsed?.toString() ?? null;
    case 'when.destination.ip':
      return destinationIp.parsed?.toString() ?? null;
    default:
      return String(destinationPort);
  }
}
