import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const headlessServiceBehindWaypoint = defineCheck({
  id: 'headless-service-behind-waypoint',
  severity: 'error',
  title: 'Policies or routes on a headless Service',
  why: 'A name of a headless Service resolves to pod addresses, and traffic to pods does not cross the waypoint of a Service. The status says WaypointBound, but the policies and routes that name the Service are never applied.',
  fix: 'Use a selector policy (layer 4, at ztunnel), or a waypoint for `workload` traffic with policies that target the Gateway, or give the Service a cluster IP.',
  source: 'ztunnel src/proxy/outbound.rs build_request, src/state.rs find_address (semantics 2.5, 14.14)',

  run({ model, index }, report) {
    for (const service of model.services) {
      if (!service.headless || service.binding.waypoint?.role !== 'WAYPOINT') continue;
      const lost = [...index.policiesTargeting(service), ...index.routesTo(service)];
      if (lost.length === 0) continue;
      report({
        manifest: service.manifest,
        field: ['spec', 'clusterIP'],
        message: `${nameOf(service)} is headless, so its clients address pods and never cross the waypoint: no effect of ${listed(lost.map(nameOf))}`,
        affected: [...lost, ...service.workloads.map(({ owner }) => owner)],
        evidence: service.binding.evidence(),
      });
    }
  },
});
