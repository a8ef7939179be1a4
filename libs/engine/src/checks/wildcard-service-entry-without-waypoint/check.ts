import { anyCaptured, lacksWaypoint } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const wildcardServiceEntryWithoutWaypoint = defineCheck({
  id: 'wildcard-service-entry-without-waypoint',
  severity: 'warning',
  title: 'A wildcard ServiceEntry that nothing resolves',
  why: 'With `resolution: DYNAMIC_DNS` it is the waypoint that resolves the name a client asks for. Without a waypoint the entry is inactive in ambient mode.',
  fix: 'Give the ServiceEntry an egress waypoint (`istio.io/use-waypoint` on it or its namespace).',
  source:
    'istio pilot/pkg/serviceregistry/ambient/status.go, NoWaypointForWildcardService (semantics 2.7, 3.8; 10.6 SE_WILDCARD_WITHOUT_WAYPOINT)',

  run({ model, index }, report) {
    for (const service of model.services) {
      if (service.resolution !== 'DYNAMIC_DNS' || !service.hostname.startsWith('*')) continue;
      if (!lacksWaypoint(service) || !index.once(anyCaptured)) continue;
      report({
        manifest: service.manifest,
        field: ['spec', 'resolution'],
        message: `${nameOf(service)} is inactive: nobody resolves the names below ${service.hostname} without a waypoint`,
        evidence: service.binding.evidence(),
        cause: service.hostname,
      });
    }
  },
});
