import { field, texts } from '../../model/narrow.js';
import type { NearestRule, RuleCondition } from '../decision.js';
import type { TokenFailure } from '../envoy/tokens.js';
import { clipped, listed } from './conditions.js';
import { placeOf } from './rule-parts.js';

/** What the JWT rule that came nearest to accept found wrong with the token. */
export function nearestToken({ status, rule, claims }: TokenFailure): NearestRule {
  const { kind, namespace, name, manifest } = rule.policy;
  const at = (key: string, fact: string, wanted: readonly string[], sent: string | null): RuleCondition => ({
    ...placeOf(manifest, ['spec', 'jwtRules', rule.index, key])(),
    fact,
    state: 'UNMET',
    wanted,
    negative: false,
    sent,
  });
  const issuer = textOf(field(claims, 'iss'));
  const audience = textOf(field(claims, 'aud'));
  const condition = {
    UNKNOWN_ISSUER: () => at('issuer', `${rule.issuer} wanted, ${sentOf(issuer)}`, [rule.issuer], issuer),
    AUDIENCE: () =>
      at('audiences', `${rule.audiences.join(' or ')} wanted, ${sentOf(audience)}`, rule.audiences, audience),
    INVALID: () =>
      claims === null
        ? at('issuer', `a token of ${rule.issuer} wanted, something else sent`, [rule.issuer], null)
        : at('issuer', `a valid token of ${rule.issuer} wanted, a forged or expired one sent`, [rule.issuer], issuer),
  }[status]();
  const policy = { kind, namespace, name, rule: rule.index };
  const summary = `JWT rule ${rule.index} of ${namespace}/${name} would accept the token but for ${listed([condition])}`;
  return { kind: 'TOKEN', policy, summary, conditions: [condition] };
}

const sentOf = (text: string | null): string => (text === null ? 'none sent' : `${clipped(text)} sent`);

const textOf = (claim: unknown): string | null =>
  typeof claim === 'string' ? claim : Array.isArray(claim) ? texts(claim).join(' ') : null;
