import { ambientAndSidecarLabels } from './ambient-and-sidecar-labels/check.js';
import { classicAndGatewayApiMixed } from './classic-and-gateway-api-mixed/check.js';
import { gatewayClassTargetOutsideRoot } from './gateway-class-target-outside-root/check.js';
import { gatewayClassTargetUnknown } from './gateway-class-target-unknown/check.js';
import { headlessServiceBehindWaypoint } from './headless-service-behind-waypoint/check.js';
import { httpAllowDeniesAll } from './http-allow-denies-all/check.js';
import { httpAllowRulesDropped } from './http-allow-rules-dropped/check.js';
import { httpDenyDeniesMore } from './http-deny-denies-more/check.js';
import { httpDenyDoesNothing } from './http-deny-does-nothing/check.js';
import { httpDenyPartiallyDead } from './http-deny-partially-dead/check.js';
import { ingressSkipsWaypoint } from './ingress-skips-waypoint/check.js';
import { principalNeverMatches } from './principal-never-matches/check.js';
import { routeInConsumerNamespace } from './route-in-consumer-namespace/check.js';
import { routeParentIsWaypoint } from './route-parent-is-waypoint/check.js';
import { routeWithoutWaypoint } from './route-without-waypoint/check.js';
import { targetBehindAgentgateway } from './target-behind-agentgateway/check.js';
import { targetInOtherNamespace } from './target-in-other-namespace/check.js';
import { targetKindUnsupported } from './target-kind-unsupported/check.js';
import { targetMissing } from './target-missing/check.js';
import { targetWithoutWaypoint } from './target-without-waypoint/check.js';
import { trustDomainAliasAtZtunnel } from './trust-domain-alias-at-ztunnel/check.js';
import { trustDomainsIgnored } from './trust-domains-ignored/check.js';
import { unknownPrincipal } from './unknown-principal/check.js';
import { unknownTrustDomain } from './unknown-trust-domain/check.js';
import { waypointMissing } from './waypoint-missing/check.js';
import { waypointNotReady } from './waypoint-not-ready/check.js';
import { waypointRefusesNamespace } from './waypoint-refuses-namespace/check.js';
import { waypointWrongType } from './waypoint-wrong-type/check.js';
import { whenKeyKillsRule } from './when-key-kills-rule/check.js';
import type { Check } from './define-check.js';

/** Every check, sorted by id. A test keeps it equal to the folders beside it. */
export const catalogue: readonly Check[] = [
  ambientAndSidecarLabels,
  classicAndGatewayApiMixed,
  gatewayClassTargetOutsideRoot,
  gatewayClassTargetUnknown,
  headlessServiceBehindWaypoint,
  httpAllowDeniesAll,
  httpAllowRulesDropped,
  httpDenyDeniesMore,
  httpDenyDoesNothing,
  httpDenyPartiallyDead,
  ingressSkipsWaypoint,
  principalNeverMatches,
  routeInConsumerNamespace,
  routeParentIsWaypoint,
  routeWithoutWaypoint,
  targetBehindAgentgateway,
  targetInOtherNamespace,
  targetKindUnsupported,
  targetMissing,
  targetWithoutWaypoint,
  trustDomainAliasAtZtunnel,
  trustDomainsIgnored,
  unknownPrincipal,
  unknownTrustDomain,
  waypointMissing,
  waypointNotReady,
  waypointRefusesNamespace,
  waypointWrongType,
  whenKeyKillsRule,
];
