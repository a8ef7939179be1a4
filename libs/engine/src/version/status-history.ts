import { history } from './history.js';

/** What changed in the conditions that istiod writes (semantics 2.7, 3.9, 8). */
export const STATUS_HISTORIES = {
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
  policyConditions: history<boolean>(
    'istiod writes `ZtunnelAccepted` and `WaypointAccepted` on AuthorizationPolicies',
    'semantics 3.9, 8, release note 53091; ambient/policies.go WaypointPolicyStatusCollection',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  gatewayClassConditions: history<boolean>(
    'the condition `WaypointAccepted` looks at GatewayClass targets',
    'semantics 8; ambient/policies.go WaypointPolicyStatusCollection',
    { since: '0', value: false },
    { since: '1.26', value: true },
  ),
};
