import type { IstioBehaviour } from '../version/behaviour.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { outcomeOf, type PolicyOutcome, type RuleOutcome } from './outcome.js';
import type { AuthorizationRule, Clause, RuleField } from './rule-fields.js';
import { strippedRule, type Stripping } from './stripped-rule.js';

/** What an Envoy filter chain can compare. */
export interface EnvoyChain {
  readonly protocol: 'HTTP' | 'TCP';
  /** The port that the chain serves, as `ports` sees it; null: any. */
  readonly port: number | null;
  /** Fields that the chain compares with what is never there: values never match, negative ones always hold. */
  readonly isBlindTo: (field: RuleField) => boolean;
}

const HTTP_FIELDS = new Set(['hosts', 'methods', 'paths', 'requestPrincipals'].flatMap((f) => [f, negated(f)]));
const ADDRESS_FIELDS = new Set(['ipBlocks', 'notIpBlocks', 'when.source.ip']);
const PORT_FIELDS = new Set(['ports', 'notPorts', 'when.destination.port']);

function negated(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** For chains that see everything. */
export const seesAll = (): boolean => false;

/**
 * Inside a waypoint the peer address is Envoy's own internal one (semantics 5.3, 14.1), and before 1.24 nothing there
 * read the SNI.
 */
export const blindAtWaypoint =
  ({ sniAtWaypoints }: IstioBehaviour) =>
  (field: RuleField): boolean =>
    isAddressField(field) || (!sniAtWaypoints && field.name === SNI);

const SNI = 'when.connection.sni';

/** Whether only an HTTP chain can compare the field (Istio authz/model/generator.go: `forTCP` is an error). */
export const needsHttp = ({ name }: RuleField): boolean => HTTP_FIELDS.has(name) || name.startsWith('when.request.');

export const isAddressField = ({ name }: RuleField): boolean => ADDRESS_FIELDS.has(name);
export const isPortField = ({ name }: RuleField): boolean => PORT_FIELDS.has(name);

/** What one Envoy filter chain makes of a policy's rules (Istio authz/builder/builder.go build; semantics 5.3, 5.4). */
export function envoyOutcome(policy: AuthorizationPolicy, chain: EnvoyChain): PolicyOutcome {
  return outcomeOf(
    policy.action,
    policy.rules.map((rule, index) => ruleOutcome(rule, index, policy.action === 'ALLOW', chain)),
  );
}

function ruleOutcome(rule: AuthorizationRule, index: number, allow: boolean, chain: EnvoyChain): RuleOutcome {
  const { clauses, fields } = rule;
  if (chain.port !== null && !reachesPort(clauses, chain.port)) return { index, effect: 'AS_WRITTEN', culprits: [] };
  if (chain.protocol === 'TCP' && allow) {
    const http = fields.filter(needsHttp);
    if (http.length > 0) return { index, effect: 'DROPPED', culprits: http };
  }
  return strippedRule(rule, index, allow, strippingOf(chain));
}

function strippingOf({ protocol, isBlindTo }: EnvoyChain): Stripping {
  const blocked = (field: RuleField) => !field.negative && isBlindTo(field);
  return {
    isLive: (alternative) => !alternative.some(blocked),
    lost: (alternative) => alternative.filter((field) => (protocol === 'TCP' && needsHttp(field)) || isBlindTo(field)),
  };
}

// A rule for other ports says nothing about this chain, so what the chain cannot compare does not matter either.
function reachesPort(clauses: readonly Clause[], port: number): boolean {
  const hits = (field: RuleField) => field.values.some((value) => Number(value) === port) !== field.negative;
  return clauses.every(({ alternatives }) =>
    alternatives.some((alternative) => alternative.filter(isPortField).every(hits)),
  );
}
