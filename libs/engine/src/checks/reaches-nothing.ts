import type { Fact } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import type { Policy, PolicyKind } from '../model/policy.js';
import type { CheckInput } from './define-check.js';
import { targetsOfPolicy } from './targets.js';
import { waypointsSelected } from './waypoints-selected.js';

/** A policy that only Envoys read, in a place where no Envoy reads it. */
export interface Unread {
  readonly policy: Policy;
  readonly field: FieldPath;
  /** `SELECTOR`: it has no targetRefs, so no waypoint reads it. `SERVICE`: it targets Services, which its kind cannot. */
  readonly because: 'SELECTOR' | 'SERVICE';
  readonly affected: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

/** Policies of one kind that nobody evaluates. Targets that lead nowhere have checks of their own. */
export function unreadPolicies(input: CheckInput, kind: PolicyKind): Unread[] {
  return input.model.policies.filter((policy) => policy.kind === kind).flatMap((policy) => unread(input, policy));
}

function unread(input: CheckInput, policy: Policy): Unread[] {
  const verdicts = input.index.verdictsOf(policy);
  const nobody =
    verdicts.length > 0 &&
    verdicts.every(({ effect, enforcer }) => enforcer.type === 'NOBODY' && effect === 'NOT_ATTACHED');
  if (!nobody || input.index.once(waypointsSelected).has(policy)) return [];
  const affected = verdicts.flatMap(({ targets }) => targets);
  if (affected.length === 0) return [];
  const evidence = verdicts[0]?.evidence ?? [];
  if (policy.targetRefs.length === 0) {
    const selects = policy.selector !== undefined;
    const field = selects ? ['spec', policy.kind === 'EnvoyFilter' ? 'workloadSelector' : 'selector'] : ['spec'];
    return [{ policy, field, because: 'SELECTOR', affected, evidence }];
  }
  const targets = targetsOfPolicy(input, policy);
  const [first] = targets;
  if (first === undefined || !targets.every(({ target }) => target.kind === 'SERVICE')) return [];
  return [{ policy, field: first.field, because: 'SERVICE', affected, evidence }];
}
