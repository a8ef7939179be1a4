import { registerEnumType } from '@nestjs/graphql';
import { ANALYSIS_STATES } from '@waymark/contract';
import {
  BINDING_REASONS,
  CAPTURE_REASONS,
  EFFECTS,
  ENFORCER_TYPES,
  GATEWAY_ROLES,
  PATH_CLASSES,
  RULE_EFFECTS,
} from '@waymark/engine';

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
