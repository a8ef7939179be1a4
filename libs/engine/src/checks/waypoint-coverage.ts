import type { ObjectRef } from '../manifest/manifest.js';
import type { Policy } from '../model/policy.js';
import { keyOf, type CheckIndex } from './check-index.js';

/** The services and workloads for which a waypoint evaluates the policy, by key. */
export function evaluatedAtWaypoint(index: CheckIndex, policy: Policy): ReadonlyMap<string, ObjectRef> {
  const verdicts = index.verdictsOf(policy, 'WAYPOINT').filter(({ effect }) => effect !== 'BYPASSED');
  return new Map(verdicts.flatMap(({ targets }) => targets).map((target) => [keyOf(target), target]));
}

/** Everything for which a waypoint evaluates one of the policies. */
export const coveredBy = (index: CheckIndex, policies: readonly Policy[]): ReadonlySet<string> =>
  new Set(policies.flatMap((policy) => [...evaluatedAtWaypoint(index, policy).keys()]));
