import type { Effect, EnforcerType, Fact, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { keyOf, type CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';

/** An ALLOW policy without any rule: it admits nobody, on purpose, and so denies what no other ALLOW policy admits. */
export interface AllowNothing {
  readonly policy: AuthorizationPolicy;
  readonly isRoot: boolean;
  /** Everything in its scope that is meant to be reached: services, gateways, and workloads behind a service. */
  readonly scope: readonly ObjectRef[];
  /** Those of the scope to which no ALLOW policy admits anybody. */
  readonly cutOff: readonly ObjectRef[];
  /** Pods whose waypoint admits callers that ztunnel then refuses; not counted as cut off, because the cause is another. */
  readonly heldBehindWaypoint: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

export const allowNothings = ({ index }: CheckInput): readonly AllowNothing[] => index.once(findAllowNothings);

const findAllowNothings = (index: CheckIndex): readonly AllowNothing[] =>
  index.authorizationPolicies
    .filter(({ action, rules, dryRun }) => action === 'ALLOW' && rules.length === 0 && !dryRun)
    .map((policy) => blastRadius(index, policy))
    .filter(({ scope }) => scope.length > 0);

function blastRadius(index: CheckIndex, policy: AuthorizationPolicy): AllowNothing {
  const admitted = index.once(admittedDestinations);
  const all = index.verdictsOf(policy).filter(({ effect }) => effect === 'ALLOW_DENIES_ALL');
  // Pods behind a waypoint that serves services are reached through these; only other pods are destinations themselves.
  const serves = all.some(isServiceAtWaypoint);
  const verdicts = all.filter(
    (verdict) => !serves || verdict.enforcer.type !== 'WAYPOINT' || isServiceAtWaypoint(verdict),
  );
  const scope = new Map<string, ObjectRef>();
  const cutOff = new Map<string, ObjectRef>();
  const held = new Map<string, ObjectRef>();
  for (const { enforcer, targets } of verdicts) {
    for (const target of targets) {
      if (!isReached(index, target)) continue;
      const key = index.keyOf(target);
      scope.set(key, target);
      if (admitted.get(enforcer.type)?.has(key)) continue;
      const isHeld = enforcer.type === 'ZTUNNEL' && isAdmittedAtWaypoint(index, target);
      (isHeld ? held : cutOff).set(key, target);
    }
  }
  return {
    policy,
    isRoot: policy.targetRefs.length === 0 && policy.namespace === index.model.mesh.rootNamespace,
    scope: [...scope.values()],
    cutOff: [...cutOff.values()],
    heldBehindWaypoint: [...held.values()],
    evidence: verdicts[0]?.evidence ?? [],
  };
}

/** A waypoint in front of the pods has ALLOW policies that admit callers to their Service. */
const isAdmittedAtWaypoint = (index: CheckIndex, owner: ObjectRef): boolean =>
  index
    .workloadsOf(owner)
    .flatMap((workload) => index.model.servicesByWorkload.get(workload) ?? [])
    .some((service) => index.once(admittedDestinations).get('WAYPOINT')?.has(index.keyOf(service)));

const isServiceAtWaypoint = ({ enforcer, pathClass }: Verdict) =>
  enforcer.type === 'WAYPOINT' && pathClass === 'SERVICE_ADDRESSED';

/** Destinations to which some ALLOW policy still admits somebody, by who enforces it. */
function admittedDestinations(index: CheckIndex): ReadonlyMap<EnforcerType, ReadonlySet<string>> {
  const admitted = new Map<EnforcerType, Set<string>>();
  for (const policy of index.authorizationPolicies) {
    if (policy.action !== 'ALLOW' || policy.dryRun) continue;
    for (const verdict of index.verdictsOf(policy)) {
      if (!admits(verdict)) continue;
      const { type } = verdict.enforcer;
      let destinations = admitted.get(type);
      if (destinations === undefined) admitted.set(type, (destinations = new Set<string>()));
      for (const target of verdict.targets) destinations.add(index.keyOf(target));
    }
  }
  return admitted;
}

const ADMITTING: ReadonlySet<Effect> = new Set<Effect>([
  'AS_WRITTEN',
  'ALLOW_RULES_DROPPED',
  'ALLOW_WIDENED',
  'WRONG_IDENTITY',
  'WRONG_PORT_SPACE',
  'NO_IDENTITY',
]);
// The other classes of traffic reach the same destinations.
const admits = ({ effect, pathClass, enforcer }: Verdict): boolean =>
  ADMITTING.has(effect) &&
  (pathClass === 'SERVICE_ADDRESSED' || pathClass === 'POD_ADDRESSED' || enforcer.type === 'GATEWAY');

/** A workload without a Service (a worker, a job) is nobody's destination, so cutting it off harms nobody. */
const isReached = (index: CheckIndex, target: ObjectRef): boolean =>
  target.kind === 'Service' ||
  target.kind === 'ServiceEntry' ||
  target.kind === 'Gateway' ||
  index.workloadsOf(target).some((workload) => (index.model.servicesByWorkload.get(workload)?.length ?? 0) > 0);

/** The namespaces of a scope in which nothing is admitted at all. */
export function closedNamespaces({ scope, cutOff, heldBehindWaypoint }: AllowNothing): string[] {
  const closed = new Set([...cutOff, ...heldBehindWaypoint].map(keyOf));
  const reachable = new Set(scope.filter((target) => !closed.has(keyOf(target))).map(({ namespace }) => namespace));
  return [...new Set(cutOff.map(({ namespace }) => namespace))].filter((name) => !reachable.has(name)).sort();
}
