import type { Effect, EnforcerType, Fact, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';

/** Why a policy refuses everything. The first three are written that way; the others come of how it is enforced. */
export const DENY_ALL_CAUSES = [
  /** An ALLOW policy without rules: it admits nobody. */
  'ALLOW_NOTHING',
  /** An ALLOW policy whose rules can never match. */
  'ALLOW_NEVER_MATCHES',
  /** A DENY policy with an empty rule: it matches everything. */
  'DENY_EVERYTHING',
  /** An ALLOW policy whose HTTP rules ztunnel, or a TCP port, drops. */
  'HTTP_ALLOW_AT_LAYER_4',
  /** A DENY policy whose HTTP fields are left out where there is no HTTP, so that what remains matches everything. */
  'HTTP_DENY_AT_LAYER_4',
  /** An ALLOW policy for clients behind a waypoint, which ztunnel sees instead of them. */
  'SELECTOR_BEHIND_WAYPOINT',
  /** STRICT mutual TLS in front of callers that other policies admit and that have no identity. */
  'STRICT_WITHOUT_IDENTITY',
  /** A CUSTOM policy whose provider the mesh does not have. */
  'CUSTOM_PROVIDER_UNKNOWN',
] as const;
export type DenyAllCause = (typeof DENY_ALL_CAUSES)[number];

/** Why traffic passes that a policy means to refuse or to check. */
export const FAIL_OPEN_CAUSES = [
  /** A DENY policy of which nothing is left at its enforcer. */
  'DENY_DOES_NOTHING',
  /** An ALLOW policy that admits more than was written. */
  'ALLOW_WIDENED',
  /** A policy that nobody evaluates. */
  'ENFORCED_BY_NOBODY',
  /** A DENY policy for clients behind a waypoint, which ztunnel sees instead of them. */
  'SELECTOR_BEHIND_WAYPOINT',
  /** Policies at a waypoint that traffic can go around. */
  'WAYPOINT_BYPASSED',
] as const;
export type FailOpenCause = (typeof FAIL_OPEN_CAUSES)[number];

interface RiskBase {
  readonly policy: ObjectRef;
  /** All that it covers: workloads by owner, services, gateways. Sorted. */
  readonly covered: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

/** A policy that denies all traffic to something, meant or not. */
export interface DenyAll extends RiskBase {
  readonly cause: DenyAllCause;
  /** Written so; false: it comes of how the policy is enforced. */
  readonly intended: boolean;
  /** Of what it covers, that to which no other policy admits anybody. */
  readonly cutOff: readonly ObjectRef[];
  /** Service accounts and namespaces of the snapshot that a policy means to admit to what is covered, and that are refused. */
  readonly callers: readonly ObjectRef[];
}

/** A policy that does not hold back what it means to. */
export interface FailOpen extends RiskBase {
  readonly cause: FailOpenCause;
}

export const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;

/** Sorted, each once. */
export function uniqueRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  const byKey = new Map(
    refs.map(({ kind, namespace, name }) => [keyOf({ kind, namespace, name }), { kind, namespace, name }]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
}

/** Not around its enforcer, and not at nobody. */
export const isEvaluated = ({ enforcer, effect }: Verdict): boolean =>
  enforcer.type !== 'NOBODY' && !NOT_EVALUATED.has(effect);

const NOT_EVALUATED: ReadonlySet<Effect> = new Set<Effect>([
  'BYPASSED',
  'NOT_ATTACHED',
  'NOT_SENT_UNSUPPORTED_ACTION',
  'NOT_SENT_DRY_RUN',
  'DRY_RUN_LOGGED',
  'TARGET_NOT_FOUND',
  'TARGET_NOT_BOUND',
]);

export const destinationKey = (type: EnforcerType, target: ObjectRef): string => `${type} ${keyOf(target)}`;
