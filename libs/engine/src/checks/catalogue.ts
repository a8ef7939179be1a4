import { addressBlockNeverMatches } from './address-block-never-matches/check.js';
import { aliasWithAWildcard } from './alias-with-a-wildcard/check.js';
import { allowNothingBlocksWaypoint } from './allow-nothing-blocks-waypoint/check.js';
import { allowNothingCutsOff } from './allow-nothing-cuts-off/check.js';
import { allowNothingInRootNamespace } from './allow-nothing-in-root-namespace/check.js';
import { allowNothingLeavesOut } from './allow-nothing-leaves-out/check.js';
import { allowNothingWithExceptions } from './allow-nothing-with-exceptions/check.js';
import { alphaFeatureAtWaypoint } from './alpha-feature-at-waypoint/check.js';
import { ambientAndSidecarLabels } from './ambient-and-sidecar-labels/check.js';
import { ambientInExcludedNamespace } from './ambient-in-excluded-namespace/check.js';
import { ambientLabelAsAnnotation } from './ambient-label-as-annotation/check.js';
import { annotationAsLabel } from './annotation-as-label/check.js';
import { auditAtZtunnel } from './audit-at-ztunnel/check.js';
import { authorizationHeaderConsumed } from './authorization-header-consumed/check.js';
import { authorizationReachesNothing } from './authorization-reaches-nothing/check.js';
import { canaryWaypointInvalid } from './canary-waypoint-invalid/check.js';
import { canaryWaypointWithoutPolicies } from './canary-waypoint-without-policies/check.js';
import { captureMissing } from './capture-missing/check.js';
import { capturePending } from './capture-pending/check.js';
import { claimNeverMatches } from './claim-never-matches/check.js';
import { classPolicyClosesPodTraffic } from './class-policy-closes-pod-traffic/check.js';
import { classicAndGatewayApiMixed } from './classic-and-gateway-api-mixed/check.js';
import { clientWithoutIdentity } from './client-without-identity/check.js';
import { customAtZtunnel } from './custom-at-ztunnel/check.js';
import { customOnTcpPort } from './custom-on-tcp-port/check.js';
import { customProviderUnknown } from './custom-provider-unknown/check.js';
import { dataplaneModeUnknown } from './dataplane-mode-unknown/check.js';
import { denyEverything } from './deny-everything/check.js';
import { denyWithoutRules } from './deny-without-rules/check.js';
import { destinationRuleSelectorAtWaypoint } from './destination-rule-selector-at-waypoint/check.js';
import { destinationRuleWithoutWaypoint } from './destination-rule-without-waypoint/check.js';
import { dnsCaptureOff } from './dns-capture-off/check.js';
import { dryRunAtZtunnel } from './dry-run-at-ztunnel/check.js';
import { dryRunCustomDenies } from './dry-run-custom-denies/check.js';
import { dryRunEnforcedAtZtunnel } from './dry-run-enforced-at-ztunnel/check.js';
import { dryRunValueUnknown } from './dry-run-value-unknown/check.js';
import { eastWestGatewayWithoutMultiNetwork } from './east-west-gateway-without-multi-network/check.js';
import { egressWaypointCanBeBypassed } from './egress-waypoint-can-be-bypassed/check.js';
import { emptySelector } from './empty-selector/check.js';
import { envoyFilterContextNeverMatches } from './envoy-filter-context-never-matches/check.js';
import { envoyFilterReachesNothing } from './envoy-filter-reaches-nothing/check.js';
import { exclusionAdmitsPlaintext } from './exclusion-admits-plaintext/check.js';
import { experimentalConditionNeverMatches } from './experimental-condition-never-matches/check.js';
import { extensionPortsAtWaypoint } from './extension-ports-at-waypoint/check.js';
import { externalNameInAmbient } from './external-name-in-ambient/check.js';
import { fieldNeedsNewerIstio } from './field-needs-newer-istio/check.js';
import { gatewayApiCrdTooOld } from './gateway-api-crd-too-old/check.js';
import { gatewayClassTargetOutsideRoot } from './gateway-class-target-outside-root/check.js';
import { gatewayClassTargetUnknown } from './gateway-class-target-unknown/check.js';
import { headerAlwaysPresent } from './header-always-present/check.js';
import { headerNeverArrives } from './header-never-arrives/check.js';
import { headlessServiceBehindWaypoint } from './headless-service-behind-waypoint/check.js';
import { hostDefinedTwice } from './host-defined-twice/check.js';
import { hostNetworkNeverCaptured } from './host-network-never-captured/check.js';
import { hostNeverMatches } from './host-never-matches/check.js';
import { hostWithoutPort } from './host-without-port/check.js';
import { httpAllowDeniesAll } from './http-allow-denies-all/check.js';
import { httpAllowRulesDropped } from './http-allow-rules-dropped/check.js';
import { httpDenyDeniesMore } from './http-deny-denies-more/check.js';
import { httpDenyDoesNothing } from './http-deny-does-nothing/check.js';
import { httpDenyPartiallyDead } from './http-deny-partially-dead/check.js';
import { httpRuleOnTcpPort } from './http-rule-on-tcp-port/check.js';
import { identityAllowBehindWaypoint } from './identity-allow-behind-waypoint/check.js';
import { identityDenyBehindWaypoint } from './identity-deny-behind-waypoint/check.js';
import { inboundBypassWithPolicy } from './inbound-bypass-with-policy/check.js';
import { ingressSkipsWaypoint } from './ingress-skips-waypoint/check.js';
import { ingressToSandwichFails } from './ingress-to-sandwich-fails/check.js';
import { ingressUseWaypointIgnored } from './ingress-use-waypoint-ignored/check.js';
import { ipBlocksAtWaypoint } from './ip-blocks-at-waypoint/check.js';
import { labelOnWorkloadController } from './label-on-workload-controller/check.js';
import { methodNeverMatches } from './method-never-matches/check.js';
import { mutualTlsDisableIgnored } from './mutual-tls-disable-ignored/check.js';
import { mutualTlsNobodyEnforces } from './mutual-tls-nobody-enforces/check.js';
import { mutualTlsPortOfService } from './mutual-tls-port-of-service/check.js';
import { networkPolicyBlocksHbone } from './network-policy-blocks-hbone/check.js';
import { optOutWithPolicies } from './opt-out-with-policies/check.js';
import { pathNeverMatches } from './path-never-matches/check.js';
import { peerAuthenticationReachesNothing } from './peer-authentication-reaches-nothing/check.js';
import { peerAuthenticationsCompete } from './peer-authentications-compete/check.js';
import { podWithBothModes } from './pod-with-both-modes/check.js';
import { policyNotReadByWaypoint } from './policy-not-read-by-waypoint/check.js';
import { policyOfAnotherRevision } from './policy-of-another-revision/check.js';
import { policyOutsideDiscovery } from './policy-outside-discovery/check.js';
import { portOfTheWrongSide } from './port-of-the-wrong-side/check.js';
import { portReservedByZtunnel } from './port-reserved-by-ztunnel/check.js';
import { principalNeverMatches } from './principal-never-matches/check.js';
import { protocolUndeclared } from './protocol-undeclared/check.js';
import { referenceIsNoWaypoint } from './reference-is-no-waypoint/check.js';
import { remoteAddressCanBeForged } from './remote-address-can-be-forged/check.js';
import { requestAuthenticationReachesNothing } from './request-authentication-reaches-nothing/check.js';
import { requestPrincipalOfUnknownIssuer } from './request-principal-of-unknown-issuer/check.js';
import { rootNamespaceSelectorReachesAll } from './root-namespace-selector-reaches-all/check.js';
import { routeInConsumerNamespace } from './route-in-consumer-namespace/check.js';
import { routeKindNotRead } from './route-kind-not-read/check.js';
import { routeParentIsWaypoint } from './route-parent-is-waypoint/check.js';
import { routeSkipsSecondWaypoint } from './route-skips-second-waypoint/check.js';
import { routeWithoutWaypoint } from './route-without-waypoint/check.js';
import { scrapeSkipsWaypoint } from './scrape-skips-waypoint/check.js';
import { selectorMatchesNothing } from './selector-matches-nothing/check.js';
import { selectorOnWaypoint } from './selector-on-waypoint/check.js';
import { selectorPicksPodWithoutLabels } from './selector-picks-pod-without-labels/check.js';
import { serviceEntryExportIgnored } from './service-entry-export-ignored/check.js';
import { serviceTargetAtGateway } from './service-target-at-gateway/check.js';
import { severalCustomProviders } from './several-custom-providers/check.js';
import { sidecarClientSkipsWaypoint } from './sidecar-client-skips-waypoint/check.js';
import { sidecarResourceInAmbient } from './sidecar-resource-in-ambient/check.js';
import { sniWithoutTls } from './sni-without-tls/check.js';
import { sourceConditionAtZtunnel } from './source-condition-at-ztunnel/check.js';
import { strictPortLost } from './strict-port-lost/check.js';
import { strictPortNotExempted } from './strict-port-not-exempted/check.js';
import { strictRefusesOutsideClients } from './strict-refuses-outside-clients/check.js';
import { suppressionOfUnknownCheck } from './suppression-of-unknown-check/check.js';
import { suppressionUnused } from './suppression-unused/check.js';
import { suppressionWithoutReason } from './suppression-without-reason/check.js';
import { targetBehindAgentgateway } from './target-behind-agentgateway/check.js';
import { targetBehindSidecars } from './target-behind-sidecars/check.js';
import { targetInOtherNamespace } from './target-in-other-namespace/check.js';
import { targetKindUnsupported } from './target-kind-unsupported/check.js';
import { targetMissing } from './target-missing/check.js';
import { targetNeedsNewerIstio } from './target-needs-newer-istio/check.js';
import { targetPartlyIgnored } from './target-partly-ignored/check.js';
import { targetWaypointUnused } from './target-waypoint-unused/check.js';
import { targetWithoutWaypoint } from './target-without-waypoint/check.js';
import { telemetryForGatewayClass } from './telemetry-for-gateway-class/check.js';
import { telemetryReachesNothing } from './telemetry-reaches-nothing/check.js';
import { telemetrySkipsOtherNamespaces } from './telemetry-skips-other-namespaces/check.js';
import { tlsOriginationWithoutWaypoint } from './tls-origination-without-waypoint/check.js';
import { tlsRouteHostSkipped } from './tls-route-host-skipped/check.js';
import { tokenNotRequired } from './token-not-required/check.js';
import { tokenRuleWithoutAuthentication } from './token-rule-without-authentication/check.js';
import { trafficExtensionReachesNothing } from './traffic-extension-reaches-nothing/check.js';
import { trustDomainAliasAtZtunnel } from './trust-domain-alias-at-ztunnel/check.js';
import { trustDomainsIgnored } from './trust-domains-ignored/check.js';
import { uncapturedClientSkipsWaypoint } from './uncaptured-client-skips-waypoint/check.js';
import { unknownPrincipal } from './unknown-principal/check.js';
import { unknownTrustDomain } from './unknown-trust-domain/check.js';
import { unqualifiedAccountInRootNamespace } from './unqualified-account-in-root-namespace/check.js';
import { virtualServiceInConsumerNamespace } from './virtual-service-in-consumer-namespace/check.js';
import { virtualServiceMatchesSource } from './virtual-service-matches-source/check.js';
import { virtualServiceWithoutWaypoint } from './virtual-service-without-waypoint/check.js';
import { wasmPluginReachesNothing } from './wasm-plugin-reaches-nothing/check.js';
import { waypointBeforeUncapturedPods } from './waypoint-before-uncaptured-pods/check.js';
import { waypointCanBeBypassed } from './waypoint-can-be-bypassed/check.js';
import { waypointForUnknown } from './waypoint-for-unknown/check.js';
import { waypointMissing } from './waypoint-missing/check.js';
import { waypointNameNone } from './waypoint-name-none/check.js';
import { waypointNamespaceWithoutWaypoint } from './waypoint-namespace-without-waypoint/check.js';
import { waypointNotReady } from './waypoint-not-ready/check.js';
import { waypointRefusesNamespace } from './waypoint-refuses-namespace/check.js';
import { waypointUnused } from './waypoint-unused/check.js';
import { waypointWithoutPods } from './waypoint-without-pods/check.js';
import { waypointWrongType } from './waypoint-wrong-type/check.js';
import { whenKeyKillsRule } from './when-key-kills-rule/check.js';
import { wildcardInTheMiddle } from './wildcard-in-the-middle/check.js';
import { wildcardServiceEntryWithoutWaypoint } from './wildcard-service-entry-without-waypoint/check.js';
import { workloadWaypointBeforeUncapturedPods } from './workload-waypoint-before-uncaptured-pods/check.js';
import { ztunnelVersionDiffers } from './ztunnel-version-differs/check.js';
import type { Check } from './define-check.js';

/** Every check, sorted by id. A test keeps it equal to the folders beside it. */
export const catalogue: readonly Check[] = [
  addressBlockNeverMatches,
  aliasWithAWildcard,
  allowNothingBlocksWaypoint,
  allowNothingCutsOff,
  allowNothingInRootNamespace,
  allowNothingLeavesOut,
  allowNothingWithExceptions,
  alphaFeatureAtWaypoint,
  ambientAndSidecarLabels,
  ambientInExcludedNamespace,
  ambientLabelAsAnnotation,
  annotationAsLabel,
  auditAtZtunnel,
  authorizationHeaderConsumed,
  authorizationReachesNothing,
  canaryWaypointInvalid,
  canaryWaypointWithoutPolicies,
  captureMissing,
  capturePending,
  claimNeverMatches,
  classPolicyClosesPodTraffic,
  classicAndGatewayApiMixed,
  clientWithoutIdentity,
  customAtZtunnel,
  customOnTcpPort,
  customProviderUnknown,
  dataplaneModeUnknown,
  denyEverything,
  denyWithoutRules,
  destinationRuleSelectorAtWaypoint,
  destinationRuleWithoutWaypoint,
  dnsCaptureOff,
  dryRunAtZtunnel,
  dryRunCustomDenies,
  dryRunEnforcedAtZtunnel,
  dryRunValueUnknown,
  eastWestGatewayWithoutMultiNetwork,
  egressWaypointCanBeBypassed,
  emptySelector,
  envoyFilterContextNeverMatches,
  envoyFilterReachesNothing,
  exclusionAdmitsPlaintext,
  experimentalConditionNeverMatches,
  extensionPortsAtWaypoint,
  externalNameInAmbient,
  fieldNeedsNewerIstio,
  gatewayApiCrdTooOld,
  gatewayClassTargetOutsideRoot,
  gatewayClassTargetUnknown,
  headerAlwaysPresent,
  headerNeverArrives,
  headlessServiceBehindWaypoint,
  hostDefinedTwice,
  hostNetworkNeverCaptured,
  hostNeverMatches,
  hostWithoutPort,
  httpAllowDeniesAll,
  httpAllowRulesDropped,
  httpDenyDeniesMore,
  httpDenyDoesNothing,
  httpDenyPartiallyDead,
  httpRuleOnTcpPort,
  identityAllowBehindWaypoint,
  identityDenyBehindWaypoint,
  inboundBypassWithPolicy,
  ingressSkipsWaypoint,
  ingressToSandwichFails,
  ingressUseWaypointIgnored,
  ipBlocksAtWaypoint,
  labelOnWorkloadController,
  methodNeverMatches,
  mutualTlsDisableIgnored,
  mutualTlsNobodyEnforces,
  mutualTlsPortOfService,
  networkPolicyBlocksHbone,
  optOutWithPolicies,
  pathNeverMatches,
  peerAuthenticationReachesNothing,
  peerAuthenticationsCompete,
  podWithBothModes,
  policyNotReadByWaypoint,
  policyOfAnotherRevision,
  policyOutsideDiscovery,
  portOfTheWrongSide,
  portReservedByZtunnel,
  principalNeverMatches,
  protocolUndeclared,
  referenceIsNoWaypoint,
  remoteAddressCanBeForged,
  requestAuthenticationReachesNothing,
  requestPrincipalOfUnknownIssuer,
  rootNamespaceSelectorReachesAll,
  routeInConsumerNamespace,
  routeKindNotRead,
  routeParentIsWaypoint,
  routeSkipsSecondWaypoint,
  routeWithoutWaypoint,
  scrapeSkipsWaypoint,
  selectorMatchesNothing,
  selectorOnWaypoint,
  selectorPicksPodWithoutLabels,
  serviceEntryExportIgnored,
  serviceTargetAtGateway,
  severalCustomProviders,
  sidecarClientSkipsWaypoint,
  sidecarResourceInAmbient,
  sniWithoutTls,
  sourceConditionAtZtunnel,
  strictPortLost,
  strictPortNotExempted,
  strictRefusesOutsideClients,
  suppressionOfUnknownCheck,
  suppressionUnused,
  suppressionWithoutReason,
  targetBehindAgentgateway,
  targetBehindSidecars,
  targetInOtherNamespace,
  targetKindUnsupported,
  targetMissing,
  targetNeedsNewerIstio,
  targetPartlyIgnored,
  targetWaypointUnused,
  targetWithoutWaypoint,
  telemetryForGatewayClass,
  telemetryReachesNothing,
  telemetrySkipsOtherNamespaces,
  tlsOriginationWithoutWaypoint,
  tlsRouteHostSkipped,
  tokenNotRequired,
  tokenRuleWithoutAuthentication,
  trafficExtensionReachesNothing,
  trustDomainAliasAtZtunnel,
  trustDomainsIgnored,
  uncapturedClientSkipsWaypoint,
  unknownPrincipal,
  unknownTrustDomain,
  unqualifiedAccountInRootNamespace,
  virtualServiceInConsumerNamespace,
  virtualServiceMatchesSource,
  virtualServiceWithoutWaypoint,
  wasmPluginReachesNothing,
  waypointBeforeUncapturedPods,
  waypointCanBeBypassed,
  waypointForUnknown,
  waypointMissing,
  waypointNameNone,
  waypointNamespaceWithoutWaypoint,
  waypointNotReady,
  waypointRefusesNamespace,
  waypointUnused,
  waypointWithoutPods,
  waypointWrongType,
  whenKeyKillsRule,
  wildcardInTheMiddle,
  wildcardServiceEntryWithoutWaypoint,
  workloadWaypointBeforeUncapturedPods,
  ztunnelVersionDiffers,
];
