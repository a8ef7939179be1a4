import { defineCheck } from '../define-check.js';
import { hasSidecars, routeParents } from '../routes.js';
import { nameOf } from '../say.js';

export const routeInConsumerNamespace = defineCheck({
  id: 'route-in-consumer-namespace',
  severity: 'warning',
  title: "A route in the namespace of a Service's consumer",
  why: 'A waypoint follows routes from the namespace of the Service and from its own. A route from elsewhere is Accepted and skipped; only sidecars follow such consumer routes.',
  fix: 'Move the route into the namespace of the Service.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8, "Consumer routes")',

  run(input, report) {
    for (const { route, service, field } of routeParents(input)) {
      const waypoint = service?.binding.waypoint;
      if (service === null || !waypoint || waypoint.role !== 'WAYPOINT') continue;
      if (route.namespace === service.namespace || route.namespace === waypoint.namespace) continue;
      if (hasSidecars(input.model, route.namespace)) continue;
      report({
        manifest: route.manifest,
        field,
        message: `${nameOf(route)} has no effect: waypoint ${waypoint.namespace}/${waypoint.name} follows routes for ${nameOf(service)} from namespace ${service.namespace} only`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});
