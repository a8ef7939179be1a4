import { allowNothings } from '../allow-nothing.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const allowNothingBlocksWaypoint = defineCheck({
  id: 'allow-nothing-blocks-waypoint',
  severity: 'error',
  title: 'An allow-nothing policy at pods whose waypoint admits callers',
  why: 'Policies with targetRefs admit callers at the waypoint, and the waypoint sends their requests on to the pods. There ztunnel applies the policies without targetRefs: this one allows nothing, and no other admits the waypoint, so that every admitted request is refused at last.',
  fix: 'Add an ALLOW policy without targetRefs that admits the service account of the waypoint.',
  source: 'ztunnel src/state.rs assert_rbac (semantics 4.8, 5.6, table 7.3 row B2)',

  run(input, report) {
    for (const { policy, heldBehindWaypoint: held, evidence } of allowNothings(input)) {
      if (held.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(policy)} allows nothing at the pods and no policy there admits their waypoint: ${count(held.length, 'destination')} cut off for the callers that the waypoint admits`,
        affected: held,
        evidence,
      });
    }
  },
});
