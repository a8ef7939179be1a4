import { anySidecar, hasCaptured, lacksWaypoint, meshVirtualServices, isForGateways } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const virtualServiceWithoutWaypoint = defineCheck({
  id: 'virtual-service-without-waypoint',
  severity: 'warning',
  title: 'A VirtualService for a Service that has no waypoint',
  why: 'ztunnel does not route. With no waypoint, and no client with a sidecar in the cluster, nobody reads this VirtualService: no split of traffic, no timeout, no retry, no fault.',
  fix: 'Give the Service a waypoint (`istio.io/use-waypoint` on it or its namespace), or remove the VirtualService.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8; 10.6 VS_DR_WITHOUT_WAYPOINT)',

  run({ index }, report) {
    if (index.once(meshVirtualServices).length === 0 || index.once(anySidecar)) return;
    for (const { manifest, field, service } of index.once(meshVirtualServices)) {
      if (!lacksWaypoint(service) || !hasCaptured(service)) continue;
      if (isForGateways(manifest)) continue; // there it has an effect
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} has no effect: ${nameOf(service)} has no waypoint that would follow it, and ztunnel does not route`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});
