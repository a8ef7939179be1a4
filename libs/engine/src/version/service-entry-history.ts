import { history } from './history.js';

/** What changed in what ServiceEntries are to ambient (semantics 2.3, 3.8, 8). */
export const SERVICE_ENTRY_HISTORIES = {
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
};
