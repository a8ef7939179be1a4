import { factAt } from '../../model/evidence.js';
import { waypointsReferenced } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';

export const waypointUnused = defineCheck({
  id: 'waypoint-unused',
  severity: 'info',
  title: 'A waypoint that nothing refers to',
  why: 'No Service and no workload uses this waypoint, so no traffic crosses it and nothing that targets it is enforced.',
  fix: 'Refer to it with `istio.io/use-waypoint`, or delete it.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForTarget (semantics 2.3, 10.4)',

  run({ model, index }, report) {
    const idle = model.gateways.filter(
      ({ role, boundServices, boundWorkloads, canaryServices }) =>
        (role === 'WAYPOINT' || role === 'AGENTGATEWAY_WAYPOINT') &&
        boundServices.length + boundWorkloads.length + canaryServices.length === 0,
    );
    if (idle.length === 0) return;
    const referenced = index.once(waypointsReferenced);
    for (const { namespace, name, manifest } of idle) {
      // A reference that comes to nothing has checks of its own.
      if (referenced.has(`${namespace}/${name}`)) continue;
      // Where policies are lost with it, target-waypoint-unused tells it.
      if (index.policiesTargeting({ kind: 'Gateway', namespace, name }).length > 0) continue;
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `Waypoint ${namespace}/${name} is used by nothing`,
        evidence: [
          factAt(manifest, [], 'No Service, workload or namespace refers to this Gateway with istio.io/use-waypoint.'),
        ],
      });
    }
  },
});
