import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { isMisspeltNone } from '../waypoint-names.js';

export const waypointNameNone = defineCheck({
  id: 'waypoint-name-none',
  severity: 'warning',
  title: 'An opt-out from the waypoint that Istio takes for a name',
  why: 'Only `none` in small letters opts out. Any other spelling, and the empty text, is the name of a waypoint that does not exist: the status says WaypointIsNotReady, and a waypoint of that name would be used.',
  fix: 'Write `istio.io/use-waypoint: none`, or remove the label.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go GetUseWaypoint (semantics 2.3)',

  run(input, report) {
    for (const { manifest, field, waypoint, affected, evidence } of brokenBindings(input, 'WAYPOINT_MISSING')) {
      if (!isMisspeltNone(waypoint)) continue;
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} does not opt out of waypoints: \`${waypoint.slice(waypoint.indexOf('/') + 1)}\` is the name of one that does not exist`,
        affected,
        evidence,
      });
    }
  },
});
