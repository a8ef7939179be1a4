import { defineCheck } from '../define-check.js';
import { backendsOf, routeParents } from '../routes.js';
import type { Gateway, Service } from '../../model/model.js';
import { nameOf } from '../say.js';

export const ingressToSandwichFails = defineCheck({
  id: 'ingress-to-sandwich-fails',
  severity: 'error',
  title: 'A gateway that is led to a waypoint which it cannot reach',
  why: 'With `istio.io/ingress-use-waypoint` a gateway looks for port 15008 of the waypoint. A gateway that serves as waypoint (a sandwich) has its own port instead and is found by ztunnel alone: the gateway gets no endpoints, and every request fails.',
  fix: 'Remove the label `istio.io/ingress-use-waypoint`, or use a waypoint of class `istio-waypoint`.',
  source: 'istio pilot/pkg/xds/endpoints/endpoint_builder.go findServiceWaypoint (semantics 14.7)',

  run(input, report) {
    const failing = new Map<Service, Gateway>();
    for (const { route, gateway } of routeParents(input)) {
      if (gateway?.role !== 'GATEWAY') continue;
      for (const service of backendsOf(input, route)) {
        if (service.ingressUseWaypoint && service.binding.waypoint?.role === 'SANDWICH') failing.set(service, gateway);
      }
    }
    for (const [service, gateway] of failing) {
      const { binding, manifest } = service;
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `Requests through Gateway ${gateway.namespace}/${gateway.name} to ${nameOf(service)} fail: they are led to waypoint ${binding.waypoint?.namespace}/${binding.waypoint?.name}, which gateways cannot reach`,
        affected: [service],
        evidence: binding.evidence(),
      });
    }
  },
});
