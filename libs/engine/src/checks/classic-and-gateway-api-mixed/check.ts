import type { Service } from '../../model/model.js';
import type { Route } from '../../model/route.js';
import type { CheckIndex } from '../check-index.js';
import { isReadByWaypoint, meshVirtualServices } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { resolveParents } from '../routes.js';
import { listed, nameOf } from '../say.js';

export const classicAndGatewayApiMixed = defineCheck({
  id: 'classic-and-gateway-api-mixed',
  severity: 'warning',
  title: 'A VirtualService and a Gateway API route for one Service',
  why: 'Istio leaves undefined what a waypoint does with a VirtualService and a Gateway API route for the same Service. In today’s code both are concatenated and the first match wins, in an order that depends on namespaces and creation times.',
  fix: 'Keep one of the two. Gateway API routes are the ones that ambient mode supports.',
  source:
    'istio.io ambient/usage/l7-features; istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8)',

  run(input, report) {
    const routed = input.index.once(routedAtWaypoints);
    for (const { manifest, field, service } of input.index.once(meshVirtualServices)) {
      const routes = routed.get(service);
      if (routes === undefined || !isReadByWaypoint(manifest, service)) continue;
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} and ${listed(routes.map(nameOf))} both route ${nameOf(service)}: Istio does not say which of them its waypoint follows`,
        affected: [service, ...routes],
        evidence: service.binding.evidence(),
        cause: `${service.namespace}/${service.name}`,
      });
    }
  },
});

/** Services behind a waypoint that Gateway API routes name as their parent. */
function routedAtWaypoints(index: CheckIndex): ReadonlyMap<Service, readonly Route[]> {
  const routed = new Map<Service, Route[]>();
  for (const { route, service } of index.once(resolveParents)) {
    if (service?.binding.waypoint?.role !== 'WAYPOINT') continue;
    const known = routed.get(service);
    if (known === undefined) routed.set(service, [route]);
    else known.push(route);
  }
  return routed;
}
