import type { Fact } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { Gateway, Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';

/** An AuthorizationPolicy without targetRefs whose pods have neither a ztunnel nor a sidecar in front of them. */
export interface Unenforced {
  readonly policy: AuthorizationPolicy;
  readonly affected: readonly ObjectRef[];
  /** Waypoints of the Services of these pods, which read no such policy. */
  readonly waypoints: readonly Gateway[];
  readonly evidence: readonly Fact[];
}

export const unenforcedPolicies = ({ index }: CheckInput): readonly Unenforced[] => index.once(findUnenforced);

const findUnenforced = (index: CheckIndex): readonly Unenforced[] =>
  index.authorizationPolicies.flatMap((policy) => {
    const verdicts = index.verdictsOf(policy);
    const isNobody = verdicts.every(({ enforcer, effect }) => enforcer.type === 'NOBODY' && effect === 'NOT_ATTACHED');
    if (policy.targetRefs.length > 0 || policy.dryRun || !isNobody || isEmptySelector(policy)) return [];
    const affected = verdicts.flatMap(({ targets }) => targets);
    const workloads = affected.flatMap((owner) => index.workloadsOf(owner)).filter(isUnprotected);
    if (workloads.length === 0) return [];
    const services = workloads.flatMap((workload) => index.model.servicesByWorkload.get(workload) ?? []);
    const waypoints = services.flatMap(({ binding }) =>
      binding.waypoint?.role === 'WAYPOINT' ? binding.waypoint : [],
    );
    return [{ policy, affected, waypoints: [...new Set(waypoints)], evidence: verdicts[0]?.evidence ?? [] }];
  });

// It attaches to nothing whoever the pods are, and has a check of its own.
const isEmptySelector = ({ selector }: AuthorizationPolicy): boolean =>
  selector !== undefined && Object.keys(selector.matchLabels ?? {}).length === 0;

/** Neither over nor one that no mode could capture: these have checks of their own, or need none. */
const isUnprotected = ({ capture: { captured, reason }, gateway, classicGateway, kind }: Workload): boolean =>
  !captured &&
  gateway === null &&
  !classicGateway &&
  (kind === 'Pod' || kind === 'PodTemplate') &&
  !SETTLED.has(reason);

const SETTLED: ReadonlySet<string> = new Set(['TERMINATED', 'HOST_NETWORK', 'REDIRECTION_PENDING', 'NOT_REDIRECTED']);
