import { compareVersions } from './istio-version.js';

/** One behaviour of Istio over its releases: the value holds from `since` to the next line. Oldest first. */
export interface History<Value> {
  /** The behaviour as a statement that people read in upgrade reports; a yes-or-no value says whether it holds. */
  readonly what: string;
  readonly source: string;
  readonly lines: readonly { readonly since: string; readonly value: Value }[];
}

const history = <Value>(what: string, source: string, ...lines: History<Value>['lines']): History<Value> => ({
  what,
  source,
  lines,
});

/** How a label value is read as yes or no. */
export type Truthiness = 'NEVER' | 'EXACT_TRUE' | 'TRUE_IN_ANY_CASE' | 'GO_BOOL';

/** What changed between releases, as data (semantics section 8 and 14.24). Only what the engine reads. */
export const HISTORIES = {
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
  dryRunStatusAtZtunnel: history<boolean>(
    'istiod writes a status for a dry-run policy that it does not send to ztunnel',
    'semantics 4.1, 8; ambient/authorization.go convertAuthorizationPolicy',
    { since: '0', value: false },
    { since: '1.29', value: true },
  ),
  waypointBoundOnServices: history<boolean>(
    'istiod writes `istio.io/WaypointBound` on Services and ServiceEntries',
    'semantics 8, release note 53091; model/service.go ServiceInfo.GetConditions',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  waypointBoundOnWorkloadEntries: history<boolean>(
    'istiod writes `istio.io/WaypointBound` on WorkloadEntries',
    'semantics 8, release note 59993; model/service.go WorkloadInfo.GetConditions',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  tlsRoutesWithoutFlag: history<boolean>(
    'istiod reads TLSRoutes without `PILOT_ENABLE_ALPHA_GATEWAY_API`',
    'semantics 14.24; config/kube/gateway/controller.go NewController',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  tcpRoutesWithoutFlag: history<boolean>(
    'istiod reads TCPRoutes without `PILOT_ENABLE_ALPHA_GATEWAY_API`',
    'semantics 14.24; config/kube/gateway/controller.go NewController',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
  routeChecksMeshParents: history<boolean>(
    'a route whose parent is a missing Service or ServiceEntry is not accepted, and `ResolvedWaypoints` is written',
    'semantics 8, pull request 55381; config/kube/gateway/conversion.go referenceAllowed',
    { since: '0', value: false },
    { since: '1.26', value: true },
  ),
  leavesForeignWaypointRoutes: history<boolean>(
    'routes of services whose waypoint another controller manages are left to that one, without a status',
    'semantics 14.24, pull request 60914; config/kube/gateway/conversion.go waypointManagedByAnotherController',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
  revisionFilterInAmbient: history<boolean>(
    'what ztunnel is told leaves out objects labelled `istio.io/rev` for another revision',
    'semantics 3.10, 8, release note 56477; ambient/ambientindex.go New',
    { since: '0', value: false },
    { since: '1.27', value: true },
  ),
  serviceEntryVisibility: history<boolean>(
    '`meshConfig.serviceEntryVisibility` limits who sees a ServiceEntry, and which waypoint may serve it',
    'semantics 2.3, 3.8, release note 60870; model/service_visibility.go VisibilityFor',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
  serviceEntryAddressBlocks: history<boolean>(
    'a ServiceEntry may have a block of addresses; before, one with such a block was left out of ambient',
    'semantics 8, release note 59797; ambient/services.go constructServiceEntries',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  tcpRoutesAtWaypoint: history<boolean>(
    'a waypoint reads the TCPRoutes and TLSRoutes of its services, and the `tcp` and `tls` of VirtualServices',
    'semantics 3.8, 8, release note waypoint-tcproute; core/listener_waypoint.go getWaypointTCPRoutes',
    { since: '0', value: false },
    { since: '1.26', value: true },
  ),
} satisfies Record<string, History<unknown>>;

/** What one Istio release does, for everything that changed between releases. */
export type IstioBehaviour = {
  readonly [Name in keyof typeof HISTORIES]: (typeof HISTORIES)[Name] extends History<infer Value> ? Value : never;
};

const valueIn = <Value>(version: string, { lines }: History<Value>): Value | undefined =>
  lines.findLast((line) => compareVersions(line.since, version) <= 0)?.value;

/** @param version like `1.28` or `1.28.2`. */
export const behaviourOf = (version: string): IstioBehaviour =>
  Object.freeze(
    Object.fromEntries(Object.entries(HISTORIES).map(([name, lines]) => [name, valueIn<unknown>(version, lines)])),
  ) as IstioBehaviour;
