import type { AttachedPolicies } from '../attachment/attached-policies.js';
import { envoyOutcome } from '../authorization/envoy-outcome.js';
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
}

/** Istio authz/builder/builder.go build: a policy of which no rule is left has no place in the filter. */
export function chainPolicies(chain: WaypointChain, index: WaypointPolicyIndex): ChainPolicies {
  const attached = index.authorization.ofChain(chain.waypoint, chain.service);
  const enforced = attached.filter(({ dryRun }) => !dryRun);
  const of = (action: AuthorizationPolicy['action']) =>
    enforced.filter((policy) => policy.action === action && isTold(policy, chain));
  const allow = of('ALLOW');
  return {
    custom: of('CUSTOM'),
    issuers: chain.protocol === 'HTTP' ? issuersOf(chain, index) : [],
    audit: of('AUDIT'),
    deny: of('DENY'),
    allow,
    emptyAllow: allow.length === 0 && attached.some(({ action }) => action === 'ALLOW'),
    dryRun: attached.filter(({ dryRun }) => dryRun).filter((policy) => isTold(policy, chain)),
  };
}

// A policy without rules is told as one that never matches; one that lost all its rules is not told.
function isTold(policy: AuthorizationPolicy, { protocol }: WaypointChain): boolean {
  if (protocol === 'HTTP' || policy.rules.length === 0) return true;
  const { rules } = envoyOutcome(policy, { protocol, port: null, seesPeerAddress: true });
  return rules.some(({ effect }) => effect !== 'DROPPED');
}

function issuersOf({ waypoint, service }: WaypointChain, index: WaypointPolicyIndex): readonly string[] {
  const policies = index.requestAuthentication.ofChain(waypoint, service);
  return [...new Set(policies.flatMap(({ jwtRules }) => jwtRules.map(({ issuer }) => issuer)))].sort();
}
