import { defineCheck } from '../define-check.js';
import { routeParents } from '../routes.js';
import { nameOf } from '../say.js';

export const routeWithoutWaypoint = defineCheck({
  id: 'route-without-waypoint',
  severity: 'warning',
  title: 'A route for a Service that has no waypoint',
  why: 'Routes are followed by waypoints and sidecars. Clients in ambient mode reach this Service through ztunnel alone, which ignores routes; the status of the route says Accepted nevertheless.',
  fix: 'Give the Service a waypoint (`istio.io/use-waypoint` on it or its namespace), or remove the route.',
  source: 'istio pilot/pkg/config/kube/gateway/conversion.go waypointConfigured (semantics 2.7, 3.8)',

  run(input, report) {
    for (const { route, service, field } of routeParents(input)) {
      if (service === null || !NO_WAYPOINT.has(service.binding.reason)) continue;
      // The label that opts out has a check of its own.
      if (service.binding.reason === 'OPTED_OUT' && service.binding.referencedFrom === 'OBJECT') continue;
      // Sidecars follow the route; with no captured pod behind it, the service is not (yet) part of ambient.
      if (!service.workloads.some(({ capture }) => capture.captured)) continue;
      report({
        manifest: route.manifest,
        field,
        message: `${nameOf(route)} has no effect for clients in ambient mode: ${nameOf(service)} has no waypoint that would follow it`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});

const NO_WAYPOINT = new Set(['NO_REFERENCE', 'OPTED_OUT']);
