import { history } from './history.js';

/** ENFORCED: like any other. SKIPPED: not sent. LOGGED_BY_FLAG: sent and logged with the flag, else not sent. */
export type DryRunAtZtunnel = 'ENFORCED' | 'SKIPPED' | 'LOGGED_BY_FLAG';

/** What changed in the contents of policies and in what enforcers make of them (semantics 4 to 6, 8). */
export const POLICY_HISTORIES = {
  dryRunAtZtunnel: history<DryRunAtZtunnel>(
    'what becomes of a dry-run AuthorizationPolicy at ztunnel',
    'semantics 4.1, 8, pull requests 55414 and 58657; ambient/authorization.go convertAuthorizationPolicy',
    { since: '0', value: 'ENFORCED' },
    { since: '1.25.2', value: 'SKIPPED' },
    { since: '1.29', value: 'LOGGED_BY_FLAG' },
  ),
  customDryRunDenies: history<boolean>(
    'an Envoy denies what a dry-run CUSTOM policy with a known provider matches',
    'semantics 14.12; authz/builder/builder.go build',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  serviceAccountsField: history<boolean>(
    'AuthorizationPolicies have `serviceAccounts` and `notServiceAccounts`',
    'semantics 4.2, 8; istio/api security/v1beta1/authorization_policy.proto',
    { since: '0', value: false },
    { since: '1.25', value: true },
  ),
  trustDomainsField: history<boolean>(
    'AuthorizationPolicies have `trustDomains`, `notTrustDomains` and the condition `source.trustDomain`',
    'semantics 4.6, 14.24; istio/api security/v1beta1/authorization_policy.proto',
    { since: '0', value: false },
    { since: '1.30', value: true },
  ),
  sniAtWaypoints: history<boolean>(
    'a waypoint knows `connection.sni`',
    'semantics 8, release note 53588; core/listener_waypoint.go buildWaypointInternal',
    { since: '0', value: false },
    { since: '1.24', value: true },
  ),
  peerAuthenticationsMerged: history<boolean>(
    'port modes are merged with the mode of the namespace and the mesh, and several STRICT ports are alternatives',
    'semantics 6.2, 8, release notes 53884 and 54146, pull request 54073; ambient/authorization.go convertPeerAuthentication',
    { since: '0', value: false },
    { since: '1.22.8', value: true },
    { since: '1.23', value: false },
    { since: '1.23.5', value: true },
    { since: '1.24', value: false },
    { since: '1.24.4', value: true },
  ),
};
