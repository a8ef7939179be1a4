import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';
import { isTrafficType } from '../traffic-types.js';

export const waypointWrongType = defineCheck({
  id: 'waypoint-wrong-type',
  severity: 'error',
  title: 'A waypoint for the other kind of traffic',
  why: '`istio.io/waypoint-for` says what a waypoint takes: `service` (the default), `workload`, `all`, or `none`; any other value counts as `none`. A reference that does not fit is no reference: traffic goes straight to the pods.',
  fix: 'Set `istio.io/waypoint-for: all` (or the type that is needed) as a label of the waypoint Gateway, or refer to another waypoint.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForService, fetchWaypointForWorkload, reason UnsupportedTrafficType (semantics 2.2, 2.3)',

  run(input, report) {
    for (const broken of brokenBindings(input, 'UNSUPPORTED_TRAFFIC_TYPE')) {
      const { manifest, field, waypoint, services, affected, evidence } = broken;
      // Pods inherit their namespace's waypoint for services without needing it; only their own label is a mistake.
      if (services.length === 0 && manifest.kind === 'Namespace') continue;
      const type = input.model.gatewaysByName.get(waypoint)?.waypointFor ?? '';
      // A word that means nothing has a check of its own, where it stands.
      if (!isTrafficType(type)) continue;
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} refers to waypoint ${waypoint}, which is for \`${type}\`: ${
          services.length > 0
            ? `${count(services.length, 'service')} without any waypoint`
            : 'its pods have no waypoint'
        }`,
        affected,
        evidence,
        cause: waypoint,
      });
    }
  },
});
