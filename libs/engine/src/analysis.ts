import type { ObjectRef, Skipped } from './manifest/manifest.js';

/** Who evaluates a policy (semantics 0.1). */
export const ENFORCER_TYPES = [
  'ZTUNNEL',
  'WAYPOINT',
  'AGENTGATEWAY_WAYPOINT',
  'SANDWICH',
  'SIDECAR',
  'GATEWAY',
  'EASTWEST',
  'NOBODY',
] as const;
export type EnforcerType = (typeof ENFORCER_TYPES)[number];

/**
 * ZTUNNEL: the ztunnel DaemonSet (its own namespace and name). WAYPOINT, AGENTGATEWAY_WAYPOINT, SANDWICH, GATEWAY,
 * EASTWEST: the Gateway object. SIDECAR: the workloads' namespace ('' when they lie in several) and no name, because one
 * verdict covers many workloads: `targets` names them. NOBODY: both empty.
 */
export interface Enforcer {
  readonly type: EnforcerType;
  readonly namespace: string;
  readonly name: string;
}

/** How the traffic comes (semantics 7.4). */
export const PATH_CLASSES = [
  'SERVICE_ADDRESSED',
  'POD_ADDRESSED',
  'INGRESS',
  'SIDECAR_CLIENT',
  'UNCAPTURED_CLIENT',
] as const;
export type PathClass = (typeof PATH_CLASSES)[number];

/** What evaluation does to what was written (semantics 0.2). */
export const EFFECTS = [
  'AS_WRITTEN',
  'ALLOW_RULES_DROPPED',
  'ALLOW_DENIES_ALL',
  'ALLOW_WIDENED',
  'DENY_WIDENED',
  'DENY_NO_EFFECT',
  'DENY_PARTIAL',
  'NOT_SENT_UNSUPPORTED_ACTION',
  'NOT_SENT_DRY_RUN',
  'DRY_RUN_LOGGED',
  'NOT_ATTACHED',
  'TARGET_NOT_FOUND',
  'TARGET_NOT_BOUND',
  'WRONG_IDENTITY',
  'WRONG_PORT_SPACE',
  'BYPASSED',
  'NO_IDENTITY',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** What became of one rule of a policy at one enforcer. */
export const RULE_EFFECTS = ['AS_WRITTEN', 'DROPPED', 'DEAD', 'WIDENED', 'PARTIAL', 'NOT_EVALUATED'] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

/** One link of the chain of reasons. `fact` is a sentence; the rest says where to check it. */
export interface Fact {
  readonly fact: string;
  readonly object: ObjectRef;
  /** Dotted path inside the object, e.g. `spec.rules[0].to[0].operation.paths`; '' for the object itself. */
  readonly field: string;
  readonly file: string;
  readonly line: number;
}

/**
 * What one policy comes to, at one enforcer, for one class of traffic. The same policy, enforcer and path class have
 * several verdicts when their effect differs by target; `targets` of these do not overlap.
 */
export interface Verdict {
  readonly policy: ObjectRef;
  readonly enforcer: Enforcer;
  /** null only when the enforcer is NOBODY whatever the traffic. */
  readonly pathClass: PathClass | null;
  readonly effect: Effect;
  readonly rules: readonly { readonly index: number; readonly effect: RuleEffect }[];
  /** What the policy is evaluated for (or was meant for): workloads by owner, services, gateways. Sorted. */
  readonly targets: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

export type Severity = 'error' | 'warning' | 'info';

/** What a check reports: one finding for one cause. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  /** The sentence that names the object and the harm. */
  readonly message: string;
  readonly object: ObjectRef;
  readonly field: string;
  readonly file: string;
  readonly line: number;
  /** Workloads (by owner), services and others that suffer. Sorted. */
  readonly affected: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
  /** Same cause, same fingerprint: survives moved lines, reordered lists and renumbered rules. */
  readonly fingerprint: string;
}

/** A finding that an annotation of its object asks to ignore: reported and counted apart, never as open. */
export interface SuppressedFinding extends Finding {
  readonly suppression: {
    readonly reason: string;
    /** The annotation; `file` and `line` are its place. */
    readonly field: string;
    readonly file: string;
    readonly line: number;
  };
}

/** Where the Istio version that an analysis is judged by comes from. */
export type IstioVersionSource = 'SNAPSHOT' | 'GIVEN' | 'NEWEST';

export interface AnalysisSummary {
  readonly objects: number;
  readonly skipped: number;
  readonly namespaces: number;
  readonly workloads: number;
  readonly capturedWorkloads: number;
  readonly services: number;
  readonly waypoints: number;
  readonly policies: number;
  /** Verdicts by effect; only effects that occur. */
  readonly effects: Readonly<Partial<Record<Effect, number>>>;
  readonly findings: Readonly<Record<Severity, number>>;
  /** How many findings are suppressed; `findings` does not count them. */
  readonly suppressed: number;
}

/** A namespace as the roll-up of one cluster page needs it. */
export interface NamespaceSummary {
  readonly name: string;
  /** AMBIENT: enrolled by label; SIDECAR: injection; MIXED: both occur among its workloads; NONE. */
  readonly mode: 'AMBIENT' | 'SIDECAR' | 'MIXED' | 'NONE';
  readonly workloads: number;
  readonly capturedWorkloads: number;
  readonly services: number;
  /** `ns/name` of the waypoint that the namespace's label refers to, when it is effective. */
  readonly waypoint: string | null;
}

/** A Gateway that takes part in ambient, for the cluster page. */
export interface WaypointSummary {
  readonly namespace: string;
  readonly name: string;
  readonly type: Exclude<EnforcerType, 'ZTUNNEL' | 'SIDECAR' | 'NOBODY'>;
  readonly waypointFor: string;
  readonly ready: 'READY' | 'NOT_READY' | 'UNKNOWN';
  readonly boundServices: number;
  readonly boundWorkloads: number;
}

/** The whole answer about one cluster's manifests. Plain data, sorted, the same bytes for the same objects in any order. */
export interface Analysis {
  readonly schemaVersion: 1;
  readonly engineVersion: string;
  readonly istioVersion: string;
  readonly istioVersionSource: IstioVersionSource;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly summary: AnalysisSummary;
  readonly namespaces: readonly NamespaceSummary[];
  readonly waypoints: readonly WaypointSummary[];
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  readonly suppressedFindings: readonly SuppressedFinding[];
  readonly skipped: readonly Skipped[];
}
