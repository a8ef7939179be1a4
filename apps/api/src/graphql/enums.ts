import { registerEnumType } from '@nestjs/graphql';
import { ANALYSIS_STATES } from '@waymark/contract';
import {
  ASPECTS,
  BINDING_REASONS,
  CAPTURE_REASONS,
  DENY_ALL_CAUSES,
  EFFECTS,
  ENFORCER_TYPES,
  FAIL_OPEN_CAUSES,
  GATEWAY_ROLES,
  PATH_CLASSES,
  RULE_EFFECTS,
} from '@waymark/engine';
import { CELL_CLASSES, CHANGES, DRIFT_CAUSES } from '@waymark/store';

type EnumOf<T extends string> = { readonly [K in T]: K };

const enumOf = <T extends string>(values: readonly T[]): EnumOf<T> =>
  Object.fromEntries(values.map((value) => [value, value])) as EnumOf<T>;

export const EnforcerType = enumOf(ENFORCER_TYPES);
export const PathClass = enumOf(PATH_CLASSES);
export const Effect = enumOf(EFFECTS);
export const RuleEffectKind = enumOf(RULE_EFFECTS);
export const BindingReason = enumOf(BINDING_REASONS);
export const CaptureReason = enumOf(CAPTURE_REASONS);
export const GatewayRole = enumOf(GATEWAY_ROLES);
export const AnalysisState = enumOf(ANALYSIS_STATES);
export const Severity = { ERROR: 'error', WARNING: 'warning', INFO: 'info' } as const;
export const FindingState = enumOf(['OPEN', 'FIXED', 'SUPPRESSED']);
export const Freshness = enumOf(['FRESH', 'STALE', 'SILENT']);
export const ClusterOrder = enumOf(['NAME', 'ERRORS', 'FRESHNESS']);
export const FindingOrder = enumOf(['SEVERITY', 'FIRST_SEEN', 'CLUSTER']);
export const DriftClass = enumOf(CELL_CLASSES);
export const DriftCause = enumOf(DRIFT_CAUSES);
export const DriftAspect = enumOf([...ASPECTS, 'EXTENSION']);
export const DenyAllCause = enumOf(DENY_ALL_CAUSES);
export const FailOpenCause = enumOf(FAIL_OPEN_CAUSES);
export const Change = enumOf(CHANGES);
export const ChangeCause = enumOf(['CLUSTER', 'ENGINE', 'BOTH']);
export const MutationErrorCode = enumOf(['FORBIDDEN', 'INVALID', 'NAME_TAKEN', 'NOT_FOUND']);

registerEnumType(EnforcerType, { name: 'EnforcerType', description: 'Who evaluates a policy.' });
registerEnumType(PathClass, { name: 'PathClass', description: 'How the traffic comes.' });
registerEnumType(Effect, { name: 'Effect', description: 'What evaluation does to what was written.' });
registerEnumType(RuleEffectKind, { name: 'RuleEffectKind', description: 'What became of one rule at one enforcer.' });
registerEnumType(BindingReason, {
  name: 'BindingReason',
  description: 'Why a reference to a waypoint is effective or not.',
});
registerEnumType(CaptureReason, { name: 'CaptureReason', description: 'Why ztunnel captures a pod or not.' });
registerEnumType(GatewayRole, { name: 'GatewayRole', description: 'What a Gateway does in the mesh.' });
registerEnumType(AnalysisState, { name: 'AnalysisState' });
registerEnumType(Severity, { name: 'Severity' });
registerEnumType(FindingState, {
  name: 'FindingState',
  description: 'SUPPRESSED: still found, and an annotation in the manifest asks to ignore it; not counted as open.',
});
registerEnumType(Freshness, {
  name: 'Freshness',
  description: 'FRESH: captured within 24 hours. STALE: older. SILENT: nothing was ever analysed.',
});
registerEnumType(ClusterOrder, { name: 'ClusterOrder' });
registerEnumType(FindingOrder, { name: 'FindingOrder' });
registerEnumType(DriftClass, {
  name: 'DriftClass',
  description: 'How a thing of one cluster compares with the baseline of its cohort.',
  valuesMap: {
    IDENTICAL: { description: 'As in the baseline.' },
    TEXT: { description: 'Written differently, says the same, enforced the same.' },
    MEANING: { description: 'Says something else.' },
    ENFORCEMENT: { description: 'Says the same and is enforced differently.' },
    ABSENT: { description: 'The cluster does not have it.' },
    EXCEPTED: { description: 'It differs, and that is accepted.' },
    NEW_CLUSTER: { description: 'Nothing of the cluster was analysed yet.' },
  },
});
registerEnumType(DriftCause, { name: 'DriftCause', description: 'What kind of thing makes a cell differ.' });
registerEnumType(DriftAspect, {
  name: 'DriftAspect',
  description: 'What is compared. EXTENSION: the policies that are WasmPlugin, TrafficExtension or EnvoyFilter.',
});
registerEnumType(DenyAllCause, {
  name: 'DenyAllCause',
  description: 'Why a policy refuses everything.',
  valuesMap: {
    ALLOW_NOTHING: { description: 'An ALLOW policy without rules.' },
    ALLOW_NEVER_MATCHES: { description: 'An ALLOW policy whose rules can never match.' },
    DENY_EVERYTHING: { description: 'A DENY policy with an empty rule.' },
    HTTP_ALLOW_AT_LAYER_4: { description: 'An ALLOW policy whose HTTP rules are dropped where no HTTP is read.' },
    HTTP_DENY_AT_LAYER_4: { description: 'A DENY policy whose HTTP fields are left out where no HTTP is read.' },
    SELECTOR_BEHIND_WAYPOINT: { description: 'An ALLOW policy for clients that ztunnel sees as their waypoint.' },
    STRICT_WITHOUT_IDENTITY: { description: 'STRICT mutual TLS for callers that are admitted and have no identity.' },
    CUSTOM_PROVIDER_UNKNOWN: { description: 'A CUSTOM policy whose provider the mesh does not have.' },
  },
});
registerEnumType(FailOpenCause, {
  name: 'FailOpenCause',
  description: 'Why traffic passes that a policy means to refuse or to check.',
  valuesMap: {
    DENY_DOES_NOTHING: { description: 'A DENY policy of which nothing is left at its enforcer.' },
    ALLOW_WIDENED: { description: 'An ALLOW policy that admits more than was written.' },
    ENFORCED_BY_NOBODY: { description: 'A policy that nobody evaluates.' },
    SELECTOR_BEHIND_WAYPOINT: { description: 'A DENY policy for clients that ztunnel sees as their waypoint.' },
    WAYPOINT_BYPASSED: { description: 'Policies at a waypoint that traffic can go around.' },
  },
});
registerEnumType(MutationErrorCode, { name: 'MutationErrorCode', description: 'What a mutation refuses.' });
registerEnumType(Change, { name: 'Change' });
registerEnumType(ChangeCause, {
  name: 'ChangeCause',
  description: 'What made an answer change.',
  valuesMap: {
    CLUSTER: { description: 'What the cluster holds.' },
    ENGINE: { description: 'Another engine answered for the same snapshot.' },
    BOTH: { description: 'A new snapshot was the first that another engine answered for, so it cannot be told.' },
  },
});
