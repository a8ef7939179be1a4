import { defineCheck } from '../define-check.js';

export const waypointUnused = defineCheck({
  id: 'waypoint-unused',
  severity: 'info',
  title: 'A waypoint that nothing refers to',
  why: 'No Service and no workload uses this waypoint, so no traffic crosses it and nothing that targets it is enforced.',
  fix: 'Refer to it with `istio.io/use-waypoint`, or delete it.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForTarget (semantics 2.3, 10.4)',

  run({ model, index }, report) {
    const referenced = new Set(
      [...model.services, ...model.workloads].flatMap(({ binding: { reference } }) =>
        reference === null ? [] : [`${reference.namespace}/${reference.name}`],
      ),
    );
    for (const gateway of model.gateways) {
      const { role, canaryServices, namespace, name } = gateway;
      if (role !== 'WAYPOINT' && role !== 'AGENTGATEWAY_WAYPOINT') continue;
      if (referenced.has(`${namespace}/${name}`) || canaryServices.length > 0) continue;
      report({
        manifest: gateway.manifest,
        field: ['metadata', 'name'],
        message: `Waypoint ${namespace}/${name} is used by nothing`,
        affected: index.policiesTargeting({ kind: 'Gateway', namespace, name }),
      });
    }
  },
});
