import { defineCheck } from '../define-check.js';
import { routeParents } from '../routes.js';
import { nameOf } from '../say.js';

export const routeParentIsWaypoint = defineCheck({
  id: 'route-parent-is-waypoint',
  severity: 'warning',
  title: 'A route whose parent is a waypoint',
  why: 'Policies can target a whole waypoint, routes cannot: istiod makes no configuration for a route whose parent is a waypoint Gateway, and writes no status about it either.',
  fix: 'Name the Services as parents: `kind: Service`, `group: ""`.',
  source: 'istio pilot/pkg/config/kube/gateway/gateway_collection.go, branch of the mesh controller (semantics 3.8)',

  run(input, report) {
    for (const { route, gateway, field } of routeParents(input)) {
      if (gateway === null || (gateway.role !== 'WAYPOINT' && gateway.role !== 'AGENTGATEWAY_WAYPOINT')) continue;
      report({
        manifest: route.manifest,
        field,
        message: `${nameOf(route)} names waypoint ${gateway.namespace}/${gateway.name} as its parent, which no route can: it has no effect`,
        affected: gateway.boundServices,
        cause: `${gateway.namespace}/${gateway.name}`,
      });
    }
  },
});
