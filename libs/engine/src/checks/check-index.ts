import type { EnforcerType, Verdict } from '../analysis.js';
import type { RuleField } from '../authorization/rule-fields.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import type { AuthorizationPolicy, Policy, RequestAuthentication } from '../model/policy.js';
import type { Route } from '../model/route.js';

export const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;

/** A field of an AuthorizationPolicy's rule, with its policy. */
export interface PolicyField {
  readonly policy: AuthorizationPolicy;
  readonly field: RuleField;
}

/** The verdicts of one policy, by type of enforcer too. */
class PolicyVerdicts {
  private byEnforcer: ReadonlyMap<EnforcerType, readonly Verdict[]> | undefined;

  constructor(readonly all: readonly Verdict[]) {}

  at(enforcer: EnforcerType): readonly Verdict[] {
    this.byEnforcer ??= groupBy(this.all, ({ enforcer: { type } }) => type);
    return this.byEnforcer.get(enforcer) ?? NONE;
  }
}

/** Look-ups that several checks share, each built once for one model, on first use. */
export class CheckIndex {
  readonly authorizationPolicies: readonly AuthorizationPolicy[];
  readonly requestAuthentications: readonly RequestAuthentication[];
  private readonly verdictsByKey: ReadonlyMap<string, readonly Verdict[]>;
  private readonly verdictsByPolicy = new Map<ObjectRef, PolicyVerdicts>();
  private readonly keys = new Map<ObjectRef, string>();
  private readonly memo = new Map<(index: CheckIndex) => unknown, unknown>();

  constructor(
    readonly model: ClusterModel,
    verdicts: readonly Verdict[],
  ) {
    this.authorizationPolicies = model.policies.filter((policy) => policy.kind === 'AuthorizationPolicy');
    this.requestAuthentications = model.policies.filter((policy) => policy.kind === 'RequestAuthentication');
    this.verdictsByKey = groupBy(verdicts, ({ policy }) => this.keyOf(policy));
  }

  /** As `keyOf`, for references that verdicts share: each is written once. */
  keyOf(ref: ObjectRef): string {
    let key = this.keys.get(ref);
    if (key === undefined) this.keys.set(ref, (key = keyOf(ref)));
    return key;
  }

  /** Every verdict of a policy or route, or those at one type of enforcer. */
  verdictsOf(policy: ObjectRef, enforcer?: EnforcerType): readonly Verdict[] {
    let found = this.verdictsByPolicy.get(policy);
    if (found === undefined) {
      found = new PolicyVerdicts(this.verdictsByKey.get(keyOf(policy)) ?? NONE);
      this.verdictsByPolicy.set(policy, found);
    }
    return enforcer === undefined ? found.all : found.at(enforcer);
  }

  /** What a policy is evaluated for; traffic that goes around the enforcer does not count. */
  evaluatedFor(policy: ObjectRef): readonly ObjectRef[] {
    return this.verdictsOf(policy)
      .filter(({ effect }) => effect !== 'BYPASSED')
      .flatMap(({ targets }) => targets);
  }

  /** Every field of every rule, read once for all checks. */
  fieldsOf(policy: AuthorizationPolicy): readonly RuleField[] {
    return this.once(fieldsByPolicy).get(policy) ?? NONE;
  }

  /**
   * Every field of these names in all AuthorizationPolicies, in their order. A `when` entry with a key in brackets is
   * found by what stands before them: `when.request.headers`.
   */
  fieldsNamed(...names: readonly string[]): readonly PolicyField[] {
    const byName = this.once(fieldsByName);
    return names.flatMap((name) => byName.get(name) ?? NONE);
  }

  /** Services and hosts of ServiceEntries by kind, namespace and name of their object. */
  servicesOf(ref: ObjectRef): readonly Service[] {
    return this.once(servicesByObject).get(keyOf(ref)) ?? NONE;
  }

  /** Same kind and name, in whatever namespace. */
  servicesNamed(kind: string, name: string): readonly Service[] {
    return this.once(servicesByName).get(`${kind}/${name}`) ?? NONE;
  }

  gatewaysNamed(name: string): readonly Gateway[] {
    return this.once(gatewaysByName).get(name) ?? NONE;
  }

  /** The workloads that a person knows by this Deployment, StatefulSet, … */
  workloadsOf(owner: ObjectRef): readonly Workload[] {
    const known = this.once(workloadsByReference);
    let workloads = known.get(owner);
    if (workloads === undefined) known.set(owner, (workloads = this.once(workloadsByOwner).get(keyOf(owner)) ?? NONE));
    return workloads;
  }

  /** The workloads that run as `namespace/name`. */
  workloadsRunningAs(account: string): readonly Workload[] {
    return this.once(workloadsByAccount).get(account) ?? NONE;
  }

  /** Policies whose targetRefs name this Service, ServiceEntry or Gateway, whether effective or not. */
  policiesTargeting(target: ObjectRef): readonly Policy[] {
    return this.once(policiesByTarget).get(keyOf(target)) ?? NONE;
  }

  /** Routes with this Service, ServiceEntry or Gateway among their parents. */
  routesTo(parent: ObjectRef): readonly Route[] {
    return this.once(routesByParent).get(keyOf(parent)) ?? NONE;
  }

  /** What `compute` answers for this model, computed once: the function itself is the key. */
  once<T>(compute: (index: CheckIndex) => T): T {
    if (!this.memo.has(compute)) this.memo.set(compute, compute(this));
    return this.memo.get(compute) as T;
  }
}

const NONE: readonly never[] = Object.freeze([]);

function add<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else if (group.at(-1) !== item) group.push(item); // the same target twice in one policy
}

function groupBy<K, T>(items: readonly T[], keyOfItem: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) add(groups, keyOfItem(item), item);
  return groups;
}

function groupByEach<T>(items: readonly T[], keysOfItem: (item: T) => readonly string[]) {
  const groups = new Map<string, T[]>();
  for (const item of items) for (const key of keysOfItem(item)) add(groups, key, item);
  return groups;
}

const servicesByObject = ({ model }: CheckIndex) => groupBy(model.services, keyOf);
const servicesByName = ({ model }: CheckIndex) => groupBy(model.services, ({ kind, name }) => `${kind}/${name}`);
const gatewaysByName = ({ model }: CheckIndex) => groupBy(model.gateways, ({ name }) => name);
const workloadsByOwner = ({ model }: CheckIndex) => groupBy(model.workloads, ({ owner }) => keyOf(owner));
const workloadsByAccount = ({ model }: CheckIndex) =>
  groupBy(model.workloads, ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
const routesByParent = ({ model }: CheckIndex) => groupByEach(model.routes, ({ parentRefs }) => parentRefs.map(keyOf));
const policiesByTarget = ({ model }: CheckIndex) =>
  groupByEach(model.policies, ({ namespace, targetRefs }) =>
    targetRefs.map(({ kind, name }) => keyOf({ kind, namespace, name })),
  );
/** References are shared between verdicts, so most questions repeat the very same object. */
const workloadsByReference = () => new Map<ObjectRef, readonly Workload[]>();
const fieldsByPolicy = ({ authorizationPolicies }: CheckIndex) =>
  new Map(authorizationPolicies.map((policy) => [policy, policy.rules.flatMap(({ fields }) => fields)]));

function fieldsByName(index: CheckIndex): ReadonlyMap<string, readonly PolicyField[]> {
  const groups = new Map<string, PolicyField[]>();
  for (const [policy, fields] of index.once(fieldsByPolicy)) {
    for (const field of fields) {
      const bracket = field.name.indexOf('[');
      add(groups, bracket < 0 ? field.name : field.name.slice(0, bracket), { policy, field });
    }
  }
  return groups;
}
