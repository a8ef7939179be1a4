import { history } from './history.js';

/** What changed in VirtualServices, DestinationRules and policies about backends (semantics 3.8, 8). */
export const TRAFFIC_HISTORIES = {
  sourceLabelsDroppedAtWaypoint: history<boolean>(
    'a waypoint drops the matches of VirtualServices by `sourceLabels`',
    'semantics 3.8, 8, release note 51565; core/listener_waypoint.go waypointInboundRoute',
    { since: '0', value: false },
    { since: '1.25', value: true },
  ),
  virtualServicesMergedAtWaypoint: history<boolean>(
    'a waypoint follows all VirtualServices of a host, one after the other, not the first only',
    'semantics 3.8, 8, release note 59484; core/listener_waypoint.go getVirtualServiceForWaypoint',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  portLevelSettingsAtWaypoint: history<boolean>(
    'a waypoint applies the `portLevelSettings` of DestinationRules',
    'semantics 3.8, 8; core/cluster_waypoint.go buildWaypointInboundVIP',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  consistentHashWithoutVirtualService: history<boolean>(
    'a waypoint applies `consistentHash` of a DestinationRule also without a VirtualService',
    'semantics 3.8, 8, release note 61045; core/cluster_waypoint.go buildWaypointInboundVIP',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
  backendTlsPolicyWithoutFlag: history<boolean>(
    'istiod reads BackendTLSPolicies without `PILOT_ENABLE_ALPHA_GATEWAY_API`',
    'Gateway API 1.4; config/kube/gateway/controller.go NewController',
    { since: '0', value: false },
    { since: '1.28', value: true },
  ),
  ignorePolicyAttachment: history<boolean>(
    '`istio.io/ignore-policy-attachment` keeps a BackendTLSPolicy or XBackendTrafficPolicy from Istio',
    'semantics 3.8, issue 60122; config/kube/gateway/backend_policies.go BackendTLSPolicyCollection',
    { since: '0', value: false },
    { since: '1.31', value: true },
  ),
};
