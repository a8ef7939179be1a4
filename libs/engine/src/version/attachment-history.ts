import { history } from './history.js';

/** SERVICE_NAMESPACE: of two waypoints with one name, that of the service's own namespace is meant. */
export type GatewayTargetNamespace = 'WAYPOINT_NAMESPACE' | 'SERVICE_NAMESPACE';

/** What changed in which policies count where (semantics 3, 8). */
export const ATTACHMENT_HISTORIES = {
  selectorsStayInNamespace: history<boolean>(
    'at ztunnel the selector of an AuthorizationPolicy means workloads of its own namespace only',
    'semantics 8, release note 51556; ambient/workloads.go buildWorkloadPolicies',
    { since: '0', value: false },
    { since: '1.22.2', value: true },
  ),
  serviceEntryTargets: history<boolean>(
    'a policy can target a ServiceEntry',
    'semantics 8; model/policyattachment.go ShouldAttachPolicy',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  gatewayClassTargets: history<boolean>(
    'a policy in the root namespace can target the GatewayClass istio-waypoint',
    'semantics 8, 14.24, release note 54780; model/policyattachment.go ShouldAttachPolicy',
    { since: '0', value: false },
    { since: '1.25', value: true },
  ),
  gatewayTargetsCountIn: history<GatewayTargetNamespace>(
    "in which namespace a policy that targets a waypoint's Gateway counts for the services behind it",
    'semantics 14.24; model/policyattachment.go ShouldAttachPolicy',
    { since: '0', value: 'WAYPOINT_NAMESPACE' },
    { since: '1.24', value: 'SERVICE_NAMESPACE' },
    { since: '1.25', value: 'WAYPOINT_NAMESPACE' },
  ),
  authorizationOfServiceNamespace: history<boolean>(
    'a waypoint reads the AuthorizationPolicies of services in other namespaces',
    'semantics 8; model/authorization.go ListAuthorizationPolicies',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  requestAuthenticationOfServiceNamespace: history<boolean>(
    'a waypoint reads the RequestAuthentications of services in other namespaces',
    'semantics 3.3, 8, release note 54051; model/authentication.go getConfigsForWorkload',
    { since: '0', value: false },
    { since: '1.24.2', value: true },
  ),
  telemetryAtWaypoints: history<boolean>(
    'a waypoint reads Telemetries',
    'semantics 3.5, 8; model/telemetry.go applicableTelemetries',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  telemetryOfServiceNamespace: history<boolean>(
    'a waypoint reads the Telemetries of services in other namespaces, and of those alone where they have targets',
    'semantics 3.5, 8; model/telemetry.go applicableTelemetries',
    { since: '0', value: false },
    { since: '1.30.3', value: true },
  ),
  envoyFilterTargets: history<boolean>(
    'an EnvoyFilter can have targetRefs',
    'semantics 3.7, 8; model/push_context.go getMatchedEnvoyFilters',
    { since: '0', value: false },
    { since: '1.27', value: true },
  ),
  envoyFilterClassTargets: history<boolean>(
    'an EnvoyFilter in the root namespace can target the GatewayClass istio-waypoint',
    'semantics 3.7, 8, release note 58032; model/push_context.go getMatchedEnvoyFilters',
    { since: '0', value: false },
    { since: '1.28', value: true },
  ),
  trafficExtensions: history<boolean>(
    'istiod knows the kind TrafficExtension',
    'semantics 3.6, 8; config/kube/extensions/translate.go',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  layeredWaypointPolicies: history<boolean>(
    'a waypoint can evaluate policies without targetRefs too, behind ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES',
    'semantics 5.5, 8; core/listener_waypoint.go buildHCMConnectTerminateChain',
    { since: '0', value: false },
    { since: '1.25', value: true },
  ),
  revisionFilterInAmbient: history<boolean>(
    'what ztunnel is told leaves out objects labelled `istio.io/rev` for another revision',
    'semantics 3.10, 8, release note 56477; ambient/ambientindex.go New',
    { since: '0', value: false },
    { since: '1.25.4', value: true },
    { since: '1.26', value: false },
    { since: '1.26.3', value: true },
  ),
};
