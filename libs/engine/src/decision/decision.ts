import type { Fact } from '../analysis.js';

export type DecisionOutcome = 'ALLOWED' | 'DENIED' | 'UNREACHABLE' | 'UNDECIDED';

/** Why, in the words of the place that decided. */
export type DecisionReason =
  | 'NO_POLICY'
  | 'NO_ALLOW_POLICY'
  | 'ALLOW_MATCH'
  | 'DENY_MATCH'
  | 'ALLOW_NONE_MATCHED'
  /** A PeerAuthentication refuses plaintext. */
  | 'MTLS_REQUIRED'
  | 'JWT_INVALID'
  | 'CUSTOM_PROVIDER_MISSING'
  | 'NOT_CAPTURED'
  | 'INBOUND_BYPASS'
  | 'OUTSIDE_MESH'
  | 'WAYPOINT_UNAVAILABLE'
  | 'WAYPOINT_HBONE_TO_UNCAPTURED_POD'
  | 'ROUTE_RESPONSE'
  /** The proxy refuses the path before any policy (`%00`). */
  | 'PATH_REFUSED'
  /** The answer depends on what a snapshot does not say; `detail` tells. */
  | 'UNDECIDED'
  /** Source or destination is not in the snapshot. */
  | 'NOT_FOUND';

export type HopEnforcer = 'ZTUNNEL' | 'WAYPOINT' | 'SIDECAR';

/** The policy that decided at a hop, and its rule; rules count from 0, -1: the policy as a whole. */
export interface DecidingPolicy {
  readonly kind: 'AuthorizationPolicy' | 'PeerAuthentication' | 'RequestAuthentication';
  readonly namespace: string;
  readonly name: string;
  readonly rule: number;
}

/** A condition of a rule beside what the request brought; `fact` says both: `GET wanted, POST sent`. */
export interface RuleCondition extends Fact {
  /** LOST: the enforcer does not compare it; `fact` says why and what that does to the rule. */
  readonly state: 'MET' | 'UNMET' | 'LOST';
  /** As written in the policy. */
  readonly wanted: readonly string[];
  /** true: anything but `wanted`. */
  readonly negative: boolean;
  /** null: the request brought nothing there, or the enforcer does not see it. */
  readonly sent: string | null;
}

/** What stands nearest between a denied request and its way through. */
export interface NearestRule {
  /**
   * ALLOW_RULE: the ALLOW rule with the fewest unmet conditions; `conditions` are those. DENYING_RULE: the rule that
   * matched; failing any of `conditions` the request passes it. IDENTITY: what a client needs that STRICT wants. TOKEN: the
   * JWT rule that came nearest to accept. ALLOW_NOTHING: no ALLOW policy of the enforcer has a rule.
   */
  readonly kind: 'ALLOW_RULE' | 'DENYING_RULE' | 'IDENTITY' | 'TOKEN' | 'ALLOW_NOTHING';
  readonly policy: DecidingPolicy;
  /** A sentence for people. */
  readonly summary: string;
  readonly conditions: readonly RuleCondition[];
}

/** What one enforcer saw of the request, and what it made of it. */
export interface DecisionHop {
  readonly enforcer: HopEnforcer;
  /** The pod whose ztunnel or sidecar it is, or the waypoint's Gateway. */
  readonly namespace: string;
  readonly name: string;
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  /** HTTP status that the enforcer answers; null: none, or the connection is closed. */
  readonly code: number | null;
  /** Every policy that decides equally; [] when none does by itself. */
  readonly policies: readonly DecidingPolicy[];
  /** `trust-domain/ns/namespace/sa/account`; null: plaintext. */
  readonly identity: string | null;
  /** Why there is no identity to see; null: there is one, or the client is outside the cluster. */
  readonly withoutIdentity: Fact | null;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly destinationPort: number;
  readonly detail: string;
  /** null unless this hop denies. */
  readonly nearest: NearestRule | null;
}

/** The answer without its evidence: that of the first hop which does not allow, else that of the last one. */
export interface Answer {
  readonly outcome: DecisionOutcome;
  readonly reason: DecisionReason;
  /** The deciding hop; null when nobody evaluates the request. */
  readonly decidedBy: Pick<DecisionHop, 'enforcer' | 'namespace' | 'name'> | null;
  readonly code: number | null;
  readonly policies: readonly DecidingPolicy[];
}

/** A name of the request that the snapshot does not hold. */
export interface MissingName {
  readonly part: 'SOURCE' | 'DESTINATION' | 'PORT' | 'ENDPOINT';
  /** As it was asked for, e.g. `Service shop/revews`. */
  readonly name: string;
  /** What exists and is meant perhaps; the nearest first. */
  readonly near: readonly string[];
}

/** The answer on one of several ways. */
export interface DecisionWay extends Answer {
  readonly name: string;
}

/** The answer with its evidence. */
export interface Decision extends Answer {
  /** A sentence for people. */
  readonly detail: string;
  /** Where chance decides and the ways differ (several backends, a canary, a fault for some): what each would answer. */
  readonly ways: readonly DecisionWay[];
  /** null unless the reason is NOT_FOUND. */
  readonly missing: MissingName | null;
  readonly hops: readonly DecisionHop[];
}
