import type { Fact } from '../analysis.js';
import type { PolicyOutcome, RuleOutcome } from '../authorization/outcome.js';
import type { RuleField } from '../authorization/rule-fields.js';
import { isAddressField, needsHttp } from '../authorization/envoy-outcome.js';
import { factAt } from '../model/evidence.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { ztunnelField } from '../ztunnel/fields.js';

const SHOWN_CULPRITS = 3;

/** `methods`, or the key of a `when` entry. */
const spoken = ({ name }: RuleField): string => `\`${name.startsWith('when.') ? name.slice(5) : name}\``;

/** What ztunnel leaves out of the rules, each fact at the field that does it, then what that comes to. */
export function ztunnelFacts(policy: AuthorizationPolicy, outcome: PolicyOutcome): readonly Fact[] {
  return [
    ...culpritFacts(policy, outcome, (rule, field) => ztunnelReason(policy, rule, field)),
    ...result(policy, outcome, 'ztunnel'),
  ];
}

/** The same for an Envoy. */
export function envoyFacts(policy: AuthorizationPolicy, outcome: PolicyOutcome, place: string): readonly Fact[] {
  return [
    ...culpritFacts(policy, outcome, (rule, field) => envoyReason(rule, field, place)),
    ...result(policy, outcome, place),
  ];
}

function culpritFacts(
  policy: AuthorizationPolicy,
  { rules }: PolicyOutcome,
  reason: (rule: RuleOutcome, field: RuleField) => string,
): Fact[] {
  const culprits = rules.flatMap((rule) => rule.culprits.map((field) => ({ rule, field })));
  return culprits.slice(0, SHOWN_CULPRITS).map(({ rule, field }) => {
    const isUnknown = policy.rules[rule.index]?.unknown.includes(field) === true;
    return factAt(policy.manifest, field.path, isUnknown ? unknownReason(field) : reason(rule, field));
  });
}

const unknownReason = (field: RuleField): string =>
  `AuthorizationPolicies of this Istio release have no ${spoken(field)}: the API server drops the field, and the rest of the rule stays.`;

function ztunnelReason({ action }: AuthorizationPolicy, { effect }: RuleOutcome, field: RuleField): string {
  const name = spoken(field);
  if (effect === 'DROPPED') {
    return `ztunnel does not read ${name}: an ALLOW rule that needs it is left out whole.`;
  }
  const why =
    ztunnelField(field) === 'L7'
      ? `ztunnel does not read ${name}`
      : ztunnelField(field) === 'UNNOTICED'
        ? `istiod does not send ${name} to ztunnel, and no status says so`
        : `No value of ${name} is one that istiod can parse, so the field disappears`;
  if (effect === 'WIDENED') return `${why}: the rest of the ${action} rule stays and matches more than written.`;
  return `${why}: nothing is left of this part of the ${action} rule, and an empty match never holds.`;
}

const missed = ({ negative }: RuleField): string => (negative ? 'always holds' : 'never matches');

function envoyReason({ effect }: RuleOutcome, field: RuleField, place: string): string {
  const name = spoken(field);
  if (needsHttp(field)) {
    return effect === 'DROPPED'
      ? `Only HTTP has ${name}: ${place} leaves the ALLOW rule out whole.`
      : `Only HTTP has ${name}: ${place} leaves it out, and the rest of the rule matches every connection that fits it.`;
  }
  if (!isAddressField(field)) return `No waypoint of this release knows ${name}: ${missed(field)}.`;
  const hint = field.negative ? '' : '; `remoteIpBlocks` see the client';
  return `Inside a waypoint the peer address is Envoy's own, so ${name} ${missed(field)}${hint}.`;
}

function result({ manifest, action, rules }: AuthorizationPolicy, { effect }: PolicyOutcome, place: string): Fact[] {
  const at = rules.length === 0 ? (['spec'] as const) : (['spec', 'rules'] as const);
  switch (effect) {
    case 'ALLOW_DENIES_ALL': {
      const none = rules.length === 0 ? 'The ALLOW policy has no rule' : 'No rule of the ALLOW policy is left';
      return [factAt(manifest, at, `${none}, but it still counts: ${place} denies what no other ALLOW policy admits.`)];
    }
    case 'ALLOW_RULES_DROPPED':
      return [factAt(manifest, at, `The other rules stay: ${place} admits less than written.`)];
    case 'DENY_NO_EFFECT': {
      const none =
        rules.length === 0 ? `The ${action} policy has no rule` : `No rule of the ${action} policy can match`;
      return [factAt(manifest, at, `${none}: at ${place} it lets everything pass.`)];
    }
    default:
      return [];
  }
}
