import { anySidecar, isReadByWaypoint, meshVirtualServices, isForGateways } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const virtualServiceInConsumerNamespace = defineCheck({
  id: 'virtual-service-in-consumer-namespace',
  severity: 'warning',
  title: "A VirtualService in another namespace than its Service's and its waypoint's",
  why: 'A waypoint reads the VirtualServices of the namespace of the Service and of its own. One from elsewhere routed sidecars; no waypoint reads it, and no client here has a sidecar.',
  fix: 'Move the VirtualService into the namespace of the Service.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8; 10.6 VS_WRONG_NAMESPACE)',

  run({ index }, report) {
    if (index.once(meshVirtualServices).length === 0 || index.once(anySidecar)) return;
    for (const { manifest, field, service } of index.once(meshVirtualServices)) {
      const { waypoint } = service.binding;
      if (waypoint?.role !== 'WAYPOINT' || isReadByWaypoint(manifest, service)) continue;
      if (isForGateways(manifest)) continue; // there it has an effect
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} has no effect: waypoint ${waypoint.namespace}/${waypoint.name} reads VirtualServices for ${nameOf(service)} from namespace ${service.namespace} only`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});
