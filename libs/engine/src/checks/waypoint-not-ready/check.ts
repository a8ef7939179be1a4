import type { BrokenBinding } from '../broken-bindings.js';
import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { count } from '../say.js';

export const waypointNotReady = defineCheck({
  id: 'waypoint-not-ready',
  severity: 'error',
  title: 'A waypoint without an address',
  why: 'A Gateway whose `status.addresses` is empty does not count as a waypoint. Whatever refers to it has no waypoint: traffic goes straight to the pods, and what is attached to the Service is enforced by nobody.',
  fix: 'Find out why the waypoint got no address: its pods (image, quota, node), its GatewayClass, and the conditions in its status.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go gatewayToWaypointTransform, getGatewayAddress (semantics 2.1)',

  run(input, report) {
    const byWaypoint = new Map<string, BrokenBinding[]>();
    for (const broken of brokenBindings(input, 'WAYPOINT_NOT_READY')) {
      byWaypoint.set(broken.waypoint, [...(byWaypoint.get(broken.waypoint) ?? []), broken]);
    }
    for (const [name, references] of byWaypoint) {
      const gateway = input.model.gatewaysByName.get(name);
      if (gateway === undefined) continue;
      const services = references.flatMap((reference) => reference.services);
      report({
        manifest: gateway.manifest,
        field: ['status', 'addresses'],
        message: `Waypoint ${name} has no address, so ${
          services.length > 0
            ? `${count(services.length, 'service')} ${services.length === 1 ? 'has' : 'have'}`
            : 'pods have'
        } no waypoint`,
        affected: references.flatMap(({ affected }) => affected),
        evidence: references[0]?.evidence ?? [],
      });
    }
  },
});
