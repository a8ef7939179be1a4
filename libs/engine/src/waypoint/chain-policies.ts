import type { AttachedPolicies } from '../attachment/attached-policies.js';
import { envoyOutcome, seesAll } from '../authorization/envoy-outcome.js';
import type { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { AuthorizationPolicy, RequestAuthentication } from '../model/policy.js';
import type { WaypointChain } from './chains.js';

/** What the filters of one waypoint chain hold, in the order of evaluation: custom, jwt, audit, deny, allow. */
export interface ChainPolicies {
  readonly custom: readonly AuthorizationPolicy[];
  /** Issuers of the RequestAuthentications; none on TCP chains. */
  readonly issuers: readonly string[];
  readonly audit: readonly AuthorizationPolicy[];
  readonly deny: readonly AuthorizationPolicy[];
  readonly allow: readonly AuthorizationPolicy[];
  /** An ALLOW policy is attached but none of its rules can be told to this chain: it then denies everything. */
  readonly emptyAllow: boolean;
  /** Shadow rules: logged only. */
  readonly dryRun: readonly AuthorizationPolicy[];
}

export interface WaypointPolicyIndex {
  readonly authorization: AttachedPolicies<AuthorizationPolicy>;
  readonly requestAuthentication: AttachedPolicies<RequestAuthentication>;
  readonly providers: ExtAuthzProviders;
}

/** What the filters of one waypoint chain hold. */
export const chainPolicies = (chain: WaypointChain, index: WaypointPolicyIndex): ChainPolicies => ({
  ...policiesByFilter(index.authorization.ofChain(chain.waypoint, chain.service), chain.protocol, index.providers),
  issuers: chain.protocol === 'HTTP' ? issuersOf(chain, index) : [],
});

/** Istio authz/builder/builder.go build: a policy of which no rule is left has no place in the filter. */
export function policiesByFilter(
  attached: readonly AuthorizationPolicy[],
  protocol: WaypointChain['protocol'],
  providers: ExtAuthzProviders,
): Omit<ChainPolicies, 'issuers'> {
  const custom = customPolicies(attached, protocol, providers);
  const others = attached.filter(({ action }) => action !== 'CUSTOM');
  const of = (action: AuthorizationPolicy['action']) =>
    others.filter((policy) => policy.action === action && !policy.dryRun && isTold(policy, protocol));
  const allow = of('ALLOW');
  return {
    custom,
    audit: of('AUDIT'),
    deny: of('DENY'),
    allow,
    emptyAllow: allow.length === 0 && others.some(({ action, dryRun }) => action === 'ALLOW' && !dryRun),
    dryRun: others.filter((policy) => policy.dryRun && isTold(policy, protocol)),
  };
}

/**
 * A dry-run CUSTOM with a known provider is enforced, one with an unknown provider matches nothing (semantics 14.12). A
 * TCP chain cannot ask an HTTP provider and leaves the policy out, unless several providers meet in the chain: then none
 * is asked and the rules deny (semantics 14.21).
 */
function customPolicies(
  attached: readonly AuthorizationPolicy[],
  protocol: WaypointChain['protocol'],
  providers: ExtAuthzProviders,
): readonly AuthorizationPolicy[] {
  const custom = attached.filter(({ action }) => action === 'CUSTOM');
  const several = meetsSeveralProviders(custom, providers);
  return custom.filter(({ provider, dryRun }) => {
    const kind = providers.kindOf(provider);
    if (dryRun && (kind === 'UNKNOWN' || !providers.dryRunDenies)) return false;
    if (kind === 'UNKNOWN') return true;
    return protocol === 'HTTP' || kind === 'GRPC' || several;
  });
}

/** Then none of them is asked, and the rules deny. */
export const meetsSeveralProviders = (
  custom: readonly AuthorizationPolicy[],
  { severalAllowed }: ExtAuthzProviders,
): boolean => !severalAllowed && new Set(custom.map(({ provider }) => provider)).size > 1;

// A policy without rules is told as one that never matches; one that lost all its rules is not told.
function isTold(policy: AuthorizationPolicy, protocol: WaypointChain['protocol']): boolean {
  if (protocol === 'HTTP' || policy.rules.length === 0) return true;
  const { rules } = envoyOutcome(policy, { protocol, port: null, isBlindTo: seesAll });
  return rules.some(({ effect }) => effect !== 'DROPPED');
}

function issuersOf({ waypoint, service }: WaypointChain, index: WaypointPolicyIndex): readonly string[] {
  const policies = index.requestAuthentication.ofChain(waypoint, service);
  return [...new Set(policies.flatMap(({ jwtRules }) => jwtRules.map(({ issuer }) => issuer)))].sort();
}
