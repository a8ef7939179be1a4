import type { RuleField } from '../../authorization/rule-fields.js';
import { needsHttp } from '../../authorization/envoy-outcome.js';
import { isFields, field as fieldOf } from '../../model/narrow.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { baseName, compileField, type FieldContext, holdsOf, isKnownField } from '../envoy/fields.js';
import type { EnvoyFacts } from '../envoy/facts.js';
import type { PartReader } from './rule-parts.js';

/** Rules as one Envoy chain takes them (semantics 5.3, 5.4). */
export const envoyParts = (context: Omit<FieldContext, 'policyNamespace'>): PartReader<EnvoyFacts> => ({
  emptyHolds: true,
  partOf(field, policy) {
    const { negative, values } = compileField(field, { ...context, policyNamespace: policy.namespace });
    const told = values.filter((value) => value !== null);
    const sent = (facts: EnvoyFacts) => sentTo(field, facts);
    const isOut = !isKnownField(field) || (policy.action === 'ALLOW' ? told.length < values.length : told.length === 0);
    if (isOut && field.values.length > 0) {
      return { state: 'LOST', loss: lossOf(field, policy, context.protocol), holds: () => true, sent };
    }
    return {
      state: told.length === 0 ? 'IGNORED' : 'TOLD',
      loss: 'It holds no value.',
      holds: holdsOf(negative, told),
      sent,
    };
  },
});

function lossOf(field: RuleField, { action }: AuthorizationPolicy, protocol: FieldContext['protocol']): string {
  const why =
    protocol === 'TCP' && needsHttp(field)
      ? 'The port is not HTTP, so the proxy cannot compare it'
      : 'Istio cannot tell it to the proxy';
  return action === 'ALLOW' || !isKnownField(field)
    ? `${why} and leaves the whole rule out.`
    : `${why}, so the rule matches whatever is sent.`;
}

function sentTo(written: RuleField, { http, ...connection }: EnvoyFacts): string | null {
  const name = baseName(written);
  switch (name) {
    case 'principals':
      return connection.identity?.text ?? null;
    case 'namespaces':
      return connection.identity?.namespace ?? null;
    case 'serviceAccounts':
      return connection.identity && `${connection.identity.namespace}/${connection.identity.serviceAccount}`;
    case 'trustDomains':
      return connection.identity?.trustDomain ?? null;
    case 'ipBlocks':
      return connection.directIp.parsed?.toString() ?? null;
    case 'remoteIpBlocks':
      return connection.remoteIp.parsed?.toString() ?? null;
    case 'when.destination.ip':
      return connection.destinationIp.parsed?.toString() ?? null;
    case 'ports':
      return String(connection.destinationPort);
    case 'hosts':
      return http?.host ?? null;
    case 'methods':
      return http?.method ?? null;
    case 'paths':
      return http?.path ?? null;
    case 'requestPrincipals':
      return http === null ? null : principalOf(http.claims);
    case 'when.request.auth.audiences':
      return textOf(fieldOf(http?.claims, 'aud'));
    case 'when.request.auth.presenter':
      return textOf(fieldOf(http?.claims, 'azp'));
    default:
      return bracketed(name, http);
  }
}

function principalOf(claims: unknown): string | null {
  const [issuer, subject] = [fieldOf(claims, 'iss'), fieldOf(claims, 'sub')];
  return typeof issuer === 'string' && typeof subject === 'string' ? `${issuer}/${subject}` : null;
}

function bracketed(name: string, http: EnvoyFacts['http']): string | null {
  const inside = /^when\.request\.(headers|auth\.claims)\[(.+)\]$/.exec(name);
  if (inside === null || http === null) return null;
  const [, kind, key = ''] = inside;
  if (kind === 'headers') return http.headers.get(key.toLowerCase()) ?? null;
  return textOf(key.split('][').reduce<unknown>((claims, step) => fieldOf(claims, step), http.claims));
}

function textOf(claim: unknown): string | null {
  if (claim === undefined || claim === null) return null;
  return isFields(claim) || Array.isArray(claim) ? JSON.stringify(claim) : String(claim);
}
