import { anyCaptured, anySidecar, destinationRules, lacksWaypoint, servedByGateways } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { originatesTls } from '../destination-rules.js';
import { nameOf } from '../say.js';

export const tlsOriginationWithoutWaypoint = defineCheck({
  id: 'tls-origination-without-waypoint',
  severity: 'warning',
  title: 'A DestinationRule that should begin TLS, for a host without a waypoint',
  why: 'Sidecars, gateways and waypoints begin TLS to a destination; ztunnel does not. Clients in ambient mode send to this host what the application sends, so plaintext stays plaintext.',
  fix: 'Send the host through a waypoint (`istio.io/use-waypoint` on the ServiceEntry or its namespace), or let the application speak TLS itself.',
  source:
    'istio pilot/pkg/networking/core/cluster_waypoint.go buildWaypointTLSContext (semantics 3.8; 10.6 DR_TLS_FOR_ZTUNNEL)',

  run({ index }, report) {
    if (index.once(destinationRules).length === 0 || index.once(anySidecar) || !index.once(anyCaptured)) return;
    for (const { manifest, service } of index.once(destinationRules)) {
      const at = originatesTls(manifest.body.spec);
      if (at === null || !lacksWaypoint(service) || index.once(servedByGateways).has(service)) continue;
      report({
        manifest,
        field: at,
        message: `${nameOf(manifest)} begins no TLS to ${service.hostname}: the host has no waypoint, and ztunnel sends on what the application sends`,
        affected: [service],
        evidence: service.binding.evidence(),
      });
    }
  },
});
