import { labelValue } from '../../model/narrow.js';
import { WAYPOINT_FOR } from '../../model/gateways.js';
import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { count } from '../say.js';
import { isTrafficType } from '../traffic-types.js';

export const waypointForUnknown = defineCheck({
  id: 'waypoint-for-unknown',
  severity: 'error',
  title: 'A waypoint for a kind of traffic that does not exist',
  why: '`istio.io/waypoint-for` is one of `service`, `workload`, `all` and `none`, written exactly so. Any other word counts as `none`: whatever refers to the waypoint has none, and what is attached to it is enforced by nobody.',
  fix: 'Write `service`, `workload` or `all`.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go gatewayToWaypointTransform, fetchWaypointForService (semantics 2.2)',

  run(input, report) {
    for (const gateway of input.model.gateways) {
      const { role, waypointFor, labels, manifest, namespace, name, gatewayClass } = gateway;
      if (role !== 'WAYPOINT' || isTrafficType(waypointFor)) continue;
      const lost = brokenBindings(input, 'UNSUPPORTED_TRAFFIC_TYPE').filter(
        ({ waypoint }) => waypoint === `${namespace}/${name}`,
      );
      const services = lost.flatMap((broken) => broken.services);
      const holder = labelValue(labels, WAYPOINT_FOR) === undefined ? (gatewayClass?.manifest ?? manifest) : manifest;
      report({
        manifest: holder,
        field: ['metadata', 'labels', WAYPOINT_FOR],
        message: `Waypoint ${namespace}/${name} is for \`${waypointFor}\`, which is no kind of traffic: it serves nobody${
          services.length > 0
            ? `, and ${count(services.length, 'service')} ${services.length === 1 ? 'has' : 'have'} no waypoint`
            : ''
        }`,
        affected: lost.flatMap(({ affected }) => affected),
        evidence: lost[0]?.evidence ?? [],
        cause: `${namespace}/${name}`,
      });
    }
  },
});
