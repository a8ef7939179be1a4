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
};
