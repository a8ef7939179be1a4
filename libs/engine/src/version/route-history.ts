import { history } from './history.js';

/** What changed in routing (semantics 3.8, 8). */
export const ROUTE_HISTORIES = {
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
  tcpRoutesAtWaypoint: history<boolean>(
    'a waypoint reads the TCPRoutes and TLSRoutes of its services, and the `tcp` and `tls` of VirtualServices',
    'semantics 3.8, 8, release note waypoint-tcproute; core/listener_waypoint.go getWaypointTCPRoutes',
    { since: '0', value: false },
    { since: '1.26', value: true },
  ),
  tlsRouteBundle: history<string>(
    'the least Gateway API bundle whose TLSRoutes istiod reads (empty: any)',
    'pkg/config/gatewayapi MinimumCRDVersions; pkg/kube/watcher/crdwatcher minimumVersionFilter',
    { since: '0', value: '' },
    { since: '1.30', value: '1.5.0' },
  ),
  backendTlsPolicyBundle: history<string>(
    'the least Gateway API bundle whose BackendTLSPolicies istiod reads (empty: any)',
    'pkg/kube/watcher/crdwatcher/crdwatcher.go minimumCRDVersions',
    { since: '0', value: '' },
    { since: '1.28', value: '1.4.0' },
  ),
};
