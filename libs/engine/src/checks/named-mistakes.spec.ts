import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { catalogue } from './catalogue.js';

const semantics = readFileSync(new URL('../../../../docs/semantics.md', import.meta.url), 'utf8');

/** The mistakes that sections 10.1 to 10.4 of the specification name, in their order. */
const named = [
  ...semantics.slice(semantics.indexOf('### 10.1'), semantics.indexOf('### 10.5')).matchAll(/^\| `([A-Z0-9_]+)` \|/gm),
].map(([, id]) => id);

/** The checks that find each of them. */
const FOUND_BY: Readonly<Record<string, readonly string[]>> = {
  AP_L7_ALLOW_AT_ZTUNNEL: ['http-allow-denies-all', 'http-allow-rules-dropped'],
  AP_L7_DENY_NOOP: ['http-deny-does-nothing'],
  AP_L7_DENY_PARTIALLY_DEAD: ['http-deny-partially-dead'],
  AP_L7_DENY_WIDENED: ['http-deny-denies-more'],
  AP_WHEN_KEY_KILLS_RULE: ['when-key-kills-rule'],
  AP_WHEN_SERVICEACCOUNT_NOT_L4: ['source-condition-at-ztunnel'],
  AP_TRUSTDOMAINS_IGNORED: ['trust-domains-ignored'],
  AP_ACTION_UNSUPPORTED_ZTUNNEL: ['audit-at-ztunnel', 'custom-at-ztunnel'],
  AP_DRYRUN_AT_ZTUNNEL: ['dry-run-at-ztunnel', 'dry-run-enforced-at-ztunnel'],
  AP_EMPTY_SELECTOR_OBJECT: ['empty-selector'],
  AP_PRINCIPAL_CUSTOM_TD: ['alias-with-a-wildcard', 'trust-domain-alias-at-ztunnel'],
  AP_PRINCIPAL_SPIFFE_PREFIX: ['principal-never-matches'],
  AP_PRINCIPAL_UNKNOWN_SA: ['unknown-principal'],
  AP_SA_UNQUALIFIED_IN_ROOT: ['unqualified-account-in-root-namespace'],
  AP_NOT_ONLY_MATCHES_PLAINTEXT: ['exclusion-admits-plaintext'],
  AP_IPBLOCKS_AT_WAYPOINT: ['ip-blocks-at-waypoint'],
  AP_REMOTE_IP_SPOOFABLE_AT_WAYPOINT: ['remote-address-can-be-forged'],
  PA_PORT_STRICT_LOST: ['strict-port-lost'],
  AP_IDENTITY_RULE_UNCAPTURED_CLIENTS: ['client-without-identity'],
  AP_PORTS_SERVICE_VS_TARGET: ['port-of-the-wrong-side'],
  AP_ROOTNS_SELECTOR_GLOBAL: ['root-namespace-selector-reaches-all'],
  AP_NO_MATCHING_WORKLOAD: ['selector-matches-nothing'],
  AP_ALLOW_NOTHING_BLOCKS_WAYPOINT: ['allow-nothing-blocks-waypoint'],
  AP_OLD_REVISION_LABEL: ['policy-of-another-revision'],
  TR_SERVICE_WITHOUT_WAYPOINT: ['target-without-waypoint'],
  TR_TARGET_NOT_FOUND: ['target-missing'],
  TR_OTHER_NAMESPACE: ['target-in-other-namespace'],
  TR_GATEWAYCLASS_NOT_ROOT: ['gateway-class-target-outside-root'],
  TR_GATEWAYCLASS_CUSTOM_NAME: ['gateway-class-target-unknown'],
  TR_WRONG_GROUP_OR_KIND: ['target-kind-unsupported'],
  TR_PARTIAL: ['target-missing', 'target-partly-ignored'],
  TR_GATEWAY_NOT_USED_BY_SERVICE: ['target-waypoint-unused'],
  TR_ON_SIDECAR_WORKLOADS: ['target-behind-sidecars'],
  TR_SERVICE_ON_INGRESS: ['service-target-at-gateway'],
  TR_LEGACY_AND_PLURAL: [], // The API server refuses such an object, and so does libs/engine/src/validity.
  TR_AGENTGATEWAY_WAYPOINT: ['target-behind-agentgateway'],
  TR_CANARY_UNCOVERED: ['canary-waypoint-without-policies'],
  WP_SELECTOR_ON_WAYPOINT: ['selector-on-waypoint'],
  WP_NAMESPACE_POLICY_EXPECTED: ['policy-not-read-by-waypoint'],
  WP_HTTP_RULE_ON_TCP_PORT: ['custom-on-tcp-port', 'http-rule-on-tcp-port'],
  WP_GATEWAYCLASS_DENY_HITS_POD_TRAFFIC: ['class-policy-closes-pod-traffic'],
  WP_CUSTOM_PROVIDER_MISSING: ['custom-provider-unknown', 'several-custom-providers'],
  WP_JWT_RULE_WITHOUT_RA: ['token-rule-without-authentication'],
  WP_RA_WITHOUT_AP: ['token-not-required'],
  WP_L7_ONLY_AT_WAYPOINT_BYPASSABLE: ['waypoint-can-be-bypassed'],
  ID_L4_ALLOW_BEHIND_WAYPOINT: ['identity-allow-behind-waypoint'],
  ID_L4_DENY_BEHIND_WAYPOINT: ['identity-deny-behind-waypoint'],
  PATH_INGRESS_SKIPS_WAYPOINT: ['ingress-skips-waypoint'],
  PATH_INGRESS_LABEL_NO_EFFECT: ['ingress-use-waypoint-ignored'],
  PATH_SIDECAR_CLIENT: ['sidecar-client-skips-waypoint'],
  PATH_UNCAPTURED_CLIENT: ['uncaptured-client-skips-waypoint'],
  PATH_HEADLESS_SERVICE: ['headless-service-behind-waypoint'],
  PATH_POD_ADDRESSED_METRICS: ['scrape-skips-waypoint'],
  PATH_ROUTE_TO_SECOND_WAYPOINT: ['route-skips-second-waypoint'],
  PATH_EGRESS_BYPASS: ['dns-capture-off', 'egress-waypoint-can-be-bypassed'],
  PATH_NETPOL_15008: ['network-policy-blocks-hbone'],
  WB_WAYPOINT_MISSING: ['waypoint-missing'],
  WB_WAYPOINT_NOT_READY: ['waypoint-not-ready', 'waypoint-without-pods'],
  WB_CROSS_NS_DENIED: ['waypoint-refuses-namespace'],
  WB_TYPE_MISMATCH_SERVICE: ['waypoint-wrong-type'],
  WB_TYPE_MISMATCH_POD: ['waypoint-wrong-type'],
  WB_WAYPOINT_FOR_UNKNOWN_VALUE: ['waypoint-for-unknown'],
  WB_OBJECT_LABEL_SHADOWS_NAMESPACE: ['waypoint-missing', 'waypoint-refuses-namespace'],
  WB_NAMESPACE_OVERRIDE_ORPHAN: ['waypoint-namespace-without-waypoint'],
  WB_LABEL_AS_ANNOTATION: ['ambient-label-as-annotation', 'annotation-as-label'],
  WB_LABEL_ON_DEPLOYMENT: ['label-on-workload-controller'],
  WB_OPT_OUT_WITH_POLICY: ['opt-out-with-policies'],
  WB_NONE_WRONG_CASE: ['waypoint-name-none'],
  WB_REF_IS_NOT_WAYPOINT: ['reference-is-no-waypoint'],
  WB_UNUSED_WAYPOINT: ['waypoint-unused'],
  WB_WAYPOINT_WITHOUT_CAPTURE: ['waypoint-before-uncaptured-pods', 'workload-waypoint-before-uncaptured-pods'],
  WB_CANARY_INVALID: ['canary-waypoint-invalid'],
  EN_BOTH_MODES: ['ambient-and-sidecar-labels', 'pod-with-both-modes'],
  EN_HOSTNETWORK: ['host-network-never-captured'],
  EN_MODE_TYPO: ['dataplane-mode-unknown'],
  EN_EXCLUDED_NAMESPACE: ['ambient-in-excluded-namespace'],
  EN_BYPASS_INBOUND_WITH_POLICY: ['inbound-bypass-with-policy'],
  EN_PENDING: ['capture-pending'],
};

it('every mistake that the specification names has a check', () => {
  expect(Object.keys(FOUND_BY)).toEqual(named);
  const ids = new Set(catalogue.map(({ id }) => id));
  expect(
    Object.values(FOUND_BY)
      .flat()
      .filter((id) => !ids.has(id)),
  ).toEqual([]);
});
