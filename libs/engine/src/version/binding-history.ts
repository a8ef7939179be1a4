import { history } from './history.js';

/** How a label value is read as yes or no. */
export type Truthiness = 'NEVER' | 'EXACT_TRUE' | 'TRUE_IN_ANY_CASE' | 'GO_BOOL';

/** What changed in enrolment and waypoint binding (semantics 1, 2, 8). */
export const BINDING_HISTORIES = {
  ingressUseWaypointOnService: history<Truthiness>(
    'how `istio.io/ingress-use-waypoint` on a Service or ServiceEntry is read',
    'semantics 14.24; ambient/services.go ingressUseWaypointFromLabels',
    { since: '0', value: 'NEVER' },
    { since: '1.24', value: 'EXACT_TRUE' },
    { since: '1.25', value: 'TRUE_IN_ANY_CASE' },
    { since: '1.30', value: 'GO_BOOL' },
  ),
  ingressUseWaypointOnNamespace: history<Truthiness>(
    'how `istio.io/ingress-use-waypoint` on a namespace is read, for objects without the label',
    'semantics 14.24; ambient/services.go ingressUseWaypointFromLabels',
    { since: '0', value: 'NEVER' },
    { since: '1.25', value: 'TRUE_IN_ANY_CASE' },
    { since: '1.30', value: 'GO_BOOL' },
  ),
  waypointChecksAllowedRoutes: history<boolean>(
    "a waypoint's listener decides which namespaces may attach (allowedRoutes)",
    'semantics 8; ambient/waypoints.go makeAllowedRoutes',
    { since: '0', value: false },
    { since: '1.23', value: true },
  ),
  allowedRoutesOfBoundListener: history<boolean>(
    'the listener of `ambient.istio.io/waypoint-inbound-binding` is the one whose allowedRoutes count',
    'semantics 8, release note 56011; ambient/waypoints.go findBoundListener',
    { since: '0', value: false },
    { since: '1.26', value: true },
  ),
  waypointForOnClass: history<boolean>(
    '`istio.io/waypoint-for` is read from the GatewayClass too',
    'semantics 8, release note 50933; ambient/waypoints.go gatewayToWaypointTransform',
    { since: '0', value: false },
    { since: '1.23', value: true },
  ),
  customEnablementSelectors: history<boolean>(
    "the CNI's enablement selectors can be configured",
    'semantics 8, release note 56048; cni/pkg/util/enablement_selector.go',
    { since: '0', value: false },
    { since: '1.27', value: true },
  ),
  canaryWaypoints: history<boolean>(
    '`istio.io/use-waypoint-canary` sends a share of the traffic to a second waypoint',
    'semantics 2.8, 14.24; ambient/waypoints.go buildWeightedWaypoints',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
  waypointReferenceHoldsNamespace: history<boolean>(
    'the namespace of a waypoint stands in `istio.io/use-waypoint` itself (`ns/name`), not in a label of its own',
    'semantics 8, release note 50572; ambient/waypoints.go getUseWaypoint',
    { since: '0', value: true },
    { since: '1.23', value: false },
  ),
  waypointAddressByName: history<boolean>(
    'a Gateway whose only address is a host name serves as waypoint',
    'semantics 8; ambient/waypoints.go getGatewayAddress',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  agentgatewayWaypoints: history<boolean>(
    'istiod runs the class `istio-agentgateway-waypoint`, behind PILOT_ENABLE_AGENTGATEWAY',
    'semantics 3.11, 8; config/kube/gatewaycommon/classinfo.go GetClassInfos',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
};
