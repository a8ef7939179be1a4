import type { Gateway } from '../../model/model.js';
import type { Policy } from '../../model/policy.js';
import { factAt } from '../../model/evidence.js';
import { waypointsReferenced } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { targetsOf } from '../targets.js';

export const targetWaypointUnused = defineCheck({
  id: 'target-waypoint-unused',
  severity: 'warning',
  title: 'Policies for a waypoint that no traffic crosses',
  why: 'A policy that targets a waypoint is enforced for what crosses it. No Service and no workload uses this waypoint, so the policies are enforced for nobody, although their status says Accepted.',
  fix: 'Label the Services or the namespace with `istio.io/use-waypoint`, or target the waypoint that they use.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/policies.go WaypointPolicyStatusCollection (semantics 3.9, table 7.2 row A11)',

  run(input, report) {
    const idle = new Map<Gateway, Policy[]>();
    for (const { policy, gateway } of targetsOf(input)) {
      if (gateway === null || !isIdleWaypoint(gateway)) continue;
      idle.set(gateway, [...(idle.get(gateway) ?? []), policy]);
    }
    if (idle.size === 0) return;
    const referenced = input.index.once(waypointsReferenced);
    for (const [{ manifest, namespace, name }, policies] of idle) {
      // A reference that comes to nothing has checks of its own.
      if (referenced.has(`${namespace}/${name}`)) continue;
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `Waypoint ${namespace}/${name} is used by nothing, so ${listed(policies.map(nameOf).sort())} ${policies.length === 1 ? 'is' : 'are'} enforced for nobody`,
        affected: policies,
        evidence: [
          factAt(manifest, [], 'No Service, workload or namespace refers to this Gateway with istio.io/use-waypoint.'),
        ],
      });
    }
  },
});

const isIdleWaypoint = ({ role, boundServices, boundWorkloads, canaryServices }: Gateway): boolean =>
  role === 'WAYPOINT' && boundServices.length + boundWorkloads.length + canaryServices.length === 0;
