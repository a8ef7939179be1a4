import { TargetIndex, type ResolvedTarget } from '../attachment/target-index.js';
import type { FieldPath } from '../manifest/manifest.js';
import { field, list } from '../model/narrow.js';
import type { Gateway, Service } from '../model/model.js';
import type { Policy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';

/** One entry of a policy's targetRefs, with what it names. */
export interface PolicyTarget extends ResolvedTarget {
  readonly policy: Policy;
  readonly field: FieldPath;
  /** [] unless a Service or ServiceEntry is named. */
  readonly services: readonly Service[];
  /** null unless a Gateway is named. */
  readonly gateway: Gateway | null;
}

/** All targetRefs of all policies. */
export const targetsOf = ({ index }: CheckInput): readonly PolicyTarget[] => index.once(resolveTargets);

export const targetsOfPolicy = ({ index }: CheckInput, policy: Policy): readonly PolicyTarget[] =>
  index.once(groupTargets).get(policy) ?? [];

function groupTargets(index: CheckIndex): ReadonlyMap<Policy, readonly PolicyTarget[]> {
  const groups = new Map<Policy, PolicyTarget[]>();
  for (const target of index.once(resolveTargets)) {
    const known = groups.get(target.policy);
    if (known === undefined) groups.set(target.policy, [target]);
    else known.push(target);
  }
  return groups;
}

function resolveTargets({ model }: CheckIndex): readonly PolicyTarget[] {
  const targetIndex = new TargetIndex(model);
  return model.policies.flatMap((policy) =>
    targetIndex.resolve(policy).map((resolved) => withPolicy(policy, resolved)),
  );
}

function withPolicy(policy: Policy, resolved: ResolvedTarget): PolicyTarget {
  const { target, index } = resolved;
  const plural = list(field(policy.manifest.body.spec, 'targetRefs')).length > 0;
  return {
    ...resolved,
    policy,
    field: plural ? ['spec', 'targetRefs', index] : ['spec', 'targetRef'],
    services: target.kind === 'SERVICE' ? target.services : [],
    gateway: target.kind === 'GATEWAY' ? target.gateway : null,
  };
}

/** Other namespaces in which something of the kind and name of the reference exists; sorted. */
export function namespacesElsewhere({ index }: CheckInput, { policy, ref }: PolicyTarget): readonly string[] {
  const found = ref.kind === 'Gateway' ? index.gatewaysNamed(ref.name) : index.servicesNamed(ref.kind, ref.name);
  return [...new Set(found.map(({ namespace }) => namespace))].filter((name) => name !== policy.namespace).sort();
}

/** The reference names a Service, ServiceEntry or Gateway that its namespace does not have. */
export const isMissing = ({ target }: PolicyTarget): boolean =>
  target.kind === 'NONE' && (target.reason === 'NOT_FOUND' || target.reason === 'OTHER_NAMESPACE');

/** What follows from a target that leads nowhere; the other targets of the policy may be enforced. */
export const consequence = ({ targetRefs }: Policy): string =>
  targetRefs.length > 1 ? 'nobody enforces it for this target' : 'nobody enforces it';

/** The pods behind the Service are a gateway (not a waypoint), so that a policy for the Service means the gateway. */
export const isServiceOfGateway = ({ workloads }: Service): boolean =>
  workloads.length > 0 && workloads.every(({ gateway }) => gateway?.role === 'GATEWAY');
