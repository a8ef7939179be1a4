import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';
import { isMisspeltNone } from '../waypoint-names.js';

export const waypointMissing = defineCheck({
  id: 'waypoint-missing',
  severity: 'error',
  title: 'A reference to a waypoint that does not exist',
  why: 'Istio looks for no other waypoint when the one in `istio.io/use-waypoint` is missing: traffic goes straight to the pods, and everything that is attached to the waypoint or to the Service (authorization, tokens, routes) is enforced by nobody.',
  fix: 'Create the waypoint, or correct the name. Remember that a Service has its own label only when it needs another waypoint than its namespace, and that `istio.io/use-waypoint-namespace` stands on the same object.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForTarget: no fallback, reason WaypointIsNotReady (semantics 2.3)',

  run(input, report) {
    for (const { manifest, field, waypoint, services, affected, evidence } of brokenBindings(
      input,
      'WAYPOINT_MISSING',
    )) {
      // What means to opt out has a check of its own.
      if (isMisspeltNone(waypoint)) continue;
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} refers to waypoint ${waypoint}, which does not exist: ${
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
