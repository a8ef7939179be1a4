import { rulesOf } from '../authorization/rule-fields.js';
import type { Manifest } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import { goBool } from '../version/istiod-features.js';
import type { Labels } from './model.js';
import { field, isFields, labelsOf, labelsOrNone, labelValue, list, text, texts } from './narrow.js';
import { createdAt } from './order.js';
import type { AuthorizationAction, MutualTlsMode, Policy, PolicyBase, PolicyKind, TargetRef } from './policy.js';

const GROUPS: Readonly<Record<PolicyKind, string>> = {
  AuthorizationPolicy: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  PeerAuthentication: 'security.istio.io',
  Telemetry: 'telemetry.istio.io',
  WasmPlugin: 'extensions.istio.io',
  TrafficExtension: 'extensions.istio.io',
  EnvoyFilter: 'networking.istio.io',
};

export const groupOfPolicy = (kind: PolicyKind): string => GROUPS[kind];

/** Reads one policy; fields of a wrong type read as absent. */
export function policyFrom(manifest: Manifest, kind: PolicyKind, behaviour: IstioBehaviour): Policy {
  const base = policyBase(manifest, kind, behaviour);
  const { spec } = manifest.body;
  switch (kind) {
    case 'AuthorizationPolicy':
      return Object.freeze({ ...base, kind, ...authorization(spec, base.annotations, behaviour) });
    case 'PeerAuthentication':
      return Object.freeze({ ...base, kind, mode: tlsMode(field(spec, 'mtls')), portModes: portModes(spec) });
    case 'RequestAuthentication':
      return Object.freeze({ ...base, kind, jwtRules: list(field(spec, 'jwtRules')).map(jwtRule) });
    default:
      return Object.freeze({ ...base, kind });
  }
}

function policyBase(manifest: Manifest, kind: PolicyKind, behaviour: IstioBehaviour): PolicyBase {
  const { metadata, spec } = manifest.body;
  return {
    kind,
    namespace: manifest.namespace,
    name: manifest.name,
    labels: labelsOf(field(metadata, 'labels')),
    annotations: labelsOf(field(metadata, 'annotations')),
    targetRefs: kind === 'EnvoyFilter' && !behaviour.envoyFilterTargets ? [] : targetRefs(spec),
    selector: selector(spec, kind),
    creationTimestamp: createdAt(manifest),
    manifest,
  };
}

/** The plural wins; the singular is read only when it is empty (istio model/policyattachment.go GetTargetRefs). */
function targetRefs(spec: unknown): readonly TargetRef[] {
  const plural = list(field(spec, 'targetRefs'));
  const singular = field(spec, 'targetRef');
  const written = plural.length === 0 && isFields(singular) ? [singular] : plural;
  return written.map((ref) => ({
    group: text(field(ref, 'group')),
    kind: text(field(ref, 'kind')),
    name: text(field(ref, 'name')),
    namespace: text(field(ref, 'namespace')),
  }));
}

/** EnvoyFilter calls it `workloadSelector.labels` (networking/v1alpha3 EnvoyFilter). */
function selector(spec: unknown, kind: PolicyKind): PolicyBase['selector'] {
  const written = field(spec, kind === 'EnvoyFilter' ? 'workloadSelector' : 'selector');
  if (!isFields(written)) return undefined;
  return { matchLabels: labelsOrNone(field(written, kind === 'EnvoyFilter' ? 'labels' : 'matchLabels')) };
}

const ACTIONS: readonly AuthorizationAction[] = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];

function authorization(spec: unknown, annotations: Labels, behaviour: IstioBehaviour) {
  const written = field(spec, 'action');
  // Protobuf enums are accepted by number too (security/v1beta1 AuthorizationPolicy.Action).
  const action = typeof written === 'number' ? ACTIONS[written] : ACTIONS.find((known) => known === written);
  return {
    action: action ?? 'ALLOW',
    rules: rulesOf(spec, behaviour),
    provider: text(field(field(spec, 'provider'), 'name')),
    dryRun: goBool(labelValue(annotations, 'istio.io/dry-run') ?? '') ?? false,
  };
}

const jwtRule = (value: unknown) => ({
  issuer: text(field(value, 'issuer')),
  audiences: texts(field(value, 'audiences')),
});

const TLS_MODES: readonly MutualTlsMode[] = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

function tlsMode(mtls: unknown): MutualTlsMode {
  const written = field(mtls, 'mode');
  const mode = typeof written === 'number' ? TLS_MODES[written] : TLS_MODES.find((known) => known === written);
  return mode ?? 'UNSET';
}

function portModes(spec: unknown): ReadonlyMap<number, MutualTlsMode> {
  const modes = new Map<number, MutualTlsMode>();
  const written = field(spec, 'portLevelMtls');
  if (!isFields(written)) return modes;
  for (const [port, mtls] of Object.entries(written)) {
    if (/^\d+$/.test(port)) modes.set(Number(port), tlsMode(mtls));
  }
  return modes;
}
