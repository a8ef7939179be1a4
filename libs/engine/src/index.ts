export * from './analysis.js';
export type * from './manifest/manifest.js';
export * from './model/model.js';
export * from './model/policy.js';
export * from './model/route.js';
export type { UnreadObject } from './model/unread.js';
export { analyze, analyzeWithModel } from './analyze.js';
export { ENGINE_VERSION } from './engine-version.js';
export { readManifests, type InputFile, type ReadLimits, type ReadResult } from './manifest/read.js';
export { admit, type AdmitResult } from './manifest/admit.js';
export { canonicalBody, canonicalJson } from './manifest/canonical-json.js';
export { objectKey } from './manifest/duplicates.js';
export { layoutOf, restoreManifests } from './manifest/layout.js';
export { DEFAULT_LIMITS } from './manifest/limits.js';
export { USED_KINDS, isUsedKind } from './manifest/used-kinds.js';
export { selectWorkloads } from './model/workload-index.js';
export { buildModel, type ModelOptions, type ModelResult } from './model/build.js';
export { ExtAuthzProviders } from './authorization/ext-authz-providers.js';
export { compileDecisions, type Decisions } from './decision/decisions.js';
export type * from './decision/decision.js';
export type * from './decision/request.js';
export { readRequest, type WrittenRequest } from './decision/written/read-request.js';
export { judge } from './verdict/judge.js';
export { policyConditions, type PolicyCondition } from './attachment/policy-status.js';
export { routeStatuses, type RouteCondition, type RouteParentStatus } from './attachment/route-status.js';
export { AttachedPolicies } from './attachment/attached-policies.js';
export { convertAuthorizationPolicy, type ZtunnelPolicy } from './ztunnel/convert.js';
export { listedPolicies } from './ztunnel/listed-policies.js';
export { PeerAuthenticationIndex } from './ztunnel/peer-authentication-index.js';
export { derivedName, staticStrictName } from './ztunnel/peer-authentication.js';
export { sentPolicies } from './ztunnel/sent-policies.js';
export { chainPolicies, type ChainPolicies } from './waypoint/chain-policies.js';
export { chainsOf, type WaypointChain } from './waypoint/chains.js';
export { catalogue } from './checks/catalogue.js';
export { defineCheck, type Check, type CheckInput, type Report } from './checks/define-check.js';
export { compareAnalyses } from './compare/compare-analyses.js';
export { compareUpgrade, type Caused, type UpgradeComparison } from './compare/compare-upgrade.js';
export type * from './compare/comparison.js';
export { behaviourChanges, type BehaviourChange } from './version/behaviour-changes.js';
export { isKnownRelease, ISTIO_RELEASES } from './version/istio-version.js';
export { runChecks } from './checks/run-checks.js';
export { topologyOf } from './topology/topology-of.js';
export type * from './topology/topology.js';
export { fleetFacts, type FleetFacts } from './fleet/fleet-facts.js';
export { ASPECTS, type Aspect, type Comparable } from './fleet/comparables.js';
export { firstDifference, type Difference } from './fleet/first-difference.js';
export { meaningOf, textOf } from './fleet/meaning.js';
export type { Extension, ExtensionPatch } from './fleet/extensions.js';
export {
  DENY_ALL_CAUSES,
  FAIL_OPEN_CAUSES,
  type DenyAll,
  type DenyAllCause,
  type FailOpen,
  type FailOpenCause,
} from './fleet/risk.js';
