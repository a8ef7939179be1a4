import { targetKind } from '../../attachment/attaches.js';
import type { Verdict } from '../../analysis.js';
import type { ObjectRef } from '../../manifest/manifest.js';
import { keyOf, type CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const classPolicyClosesPodTraffic = defineCheck({
  id: 'class-policy-closes-pod-traffic',
  severity: 'info',
  title: 'An allow-nothing for all waypoints that closes what is addressed to pods too',
  why: 'Some waypoints also take what is addressed to pods (`istio.io/waypoint-for: all` or `workload`): scrapes, StatefulSet members. A policy for the GatewayClass counts for it, and policies for Services cannot open it again.',
  fix: 'Nothing, if nobody should call pods. Else add an ALLOW policy that targets the Gateway of the waypoint for those who call pods, or let the waypoint take `service` traffic only.',
  source: 'istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointInternal (semantics 3.2 (e), 5.1)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      const forAll = policy.targetRefs.some((ref) => targetKind(ref) === 'GatewayClass');
      if (!forAll || policy.action !== 'ALLOW' || policy.rules.length > 0 || policy.dryRun) continue;
      const opened = index.once(podsOpened);
      const verdicts = index.verdictsOf(policy, 'WAYPOINT').filter(isForPods);
      const closed = verdicts.flatMap(({ targets }) => targets).filter((owner) => !opened.has(keyOf(owner)));
      if (closed.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(policy)} allows nothing at any waypoint, and for what is addressed to pods no policy admits anybody: ${count(closed.length, 'workload')} closed to it`,
        affected: closed,
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});

const isForPods = ({ pathClass, effect }: Verdict): boolean => pathClass === 'POD_ADDRESSED' && effect !== 'BYPASSED';

/** Workloads to which an ALLOW policy with rules admits callers that address pods, at their waypoint. */
function podsOpened(index: CheckIndex): ReadonlySet<string> {
  const opened: ObjectRef[] = index.authorizationPolicies
    .filter(({ action, rules, dryRun }) => action === 'ALLOW' && rules.length > 0 && !dryRun)
    .flatMap((policy) => index.verdictsOf(policy, 'WAYPOINT').filter(isForPods))
    .flatMap(({ targets }) => targets);
  return new Set(opened.map(keyOf));
}
