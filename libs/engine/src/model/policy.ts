import type { AuthorizationRule } from '../authorization/rule-fields.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Labels } from './model.js';

export const POLICY_KINDS = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'Telemetry',
  'WasmPlugin',
  'TrafficExtension',
  'EnvoyFilter',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** One entry of targetRefs as written; `group` and `namespace` are '' when absent. */
export interface TargetRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What every attachable policy has (semantics 3.1). */
export interface PolicyBase {
  readonly kind: PolicyKind;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** spec.targetRefs, or [spec.targetRef] when that list is empty; [] when there are none. */
  readonly targetRefs: readonly TargetRef[];
  /** undefined: no selector field. `matchLabels` undefined: `selector: {}` (semantics 4.8, 14.17). */
  readonly selector: { readonly matchLabels: Labels | undefined } | undefined;
  /** RFC 3339 or '' when unknown: rendered manifests have none. */
  readonly creationTimestamp: string;
  readonly manifest: Manifest;
}

export type AuthorizationAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

export interface AuthorizationPolicy extends PolicyBase {
  readonly kind: 'AuthorizationPolicy';
  readonly action: AuthorizationAction;
  readonly rules: readonly AuthorizationRule[];
  /** Name of the extension provider of a CUSTOM policy; '' otherwise. */
  readonly provider: string;
  /** `istio.io/dry-run` parsed as Go bool. */
  readonly dryRun: boolean;
}

export type MutualTlsMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

export interface PeerAuthentication extends PolicyBase {
  readonly kind: 'PeerAuthentication';
  readonly mode: MutualTlsMode;
  readonly portModes: ReadonlyMap<number, MutualTlsMode>;
}

export interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface RequestAuthentication extends PolicyBase {
  readonly kind: 'RequestAuthentication';
  readonly jwtRules: readonly JwtRule[];
}

/** Telemetry, WasmPlugin, TrafficExtension and EnvoyFilter: attachment is typed, the rest is read from the manifest. */
export interface OtherPolicy extends PolicyBase {
  readonly kind: 'Telemetry' | 'WasmPlugin' | 'TrafficExtension' | 'EnvoyFilter';
}

export type Policy = AuthorizationPolicy | PeerAuthentication | RequestAuthentication | OtherPolicy;
