import type { Fact } from '../analysis.js';
import type { FieldPath, Manifest, ObjectRef } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { Binding, BindingReason, ClusterModel, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';

/** One reference to a waypoint that comes to nothing, with all that it should have served. */
export interface BrokenBinding {
  /** The object that carries the reference: a Namespace, or the Service or workload itself. */
  readonly manifest: Manifest;
  readonly field: FieldPath;
  /** `namespace/name` of the waypoint that is meant. */
  readonly waypoint: string;
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  /** Services, then (when no service is concerned) workloads by owner, and the policies and routes that lose their enforcer. */
  readonly affected: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

export const USE_WAYPOINT = 'istio.io/use-waypoint';

interface Group {
  readonly manifest: Manifest;
  readonly field: FieldPath;
  readonly binding: Binding;
  readonly services: Service[];
  readonly workloads: Workload[];
}

/**
 * Every reference whose outcome is `reason`, one for each label that makes it: a namespace's label is one cause,
 * however many services inherit it. There is no fallback: an object's own broken reference hides the one of its namespace (semantics 2.3).
 */
export function brokenBindings({ index, model }: CheckInput, reason: BindingReason): BrokenBinding[] {
  return (index.once(groupByReference).get(reason) ?? []).map(({ manifest, field, binding, services, workloads }) => ({
    manifest,
    field,
    waypoint: `${binding.reference?.namespace}/${binding.reference?.name}`,
    services,
    workloads,
    affected: [
      ...services,
      ...(services.length === 0 ? workloads.map(({ owner }) => owner) : []),
      ...services.flatMap((service) => [...index.policiesTargeting(service), ...index.routesTo(service)]),
    ],
    evidence: [...binding.evidence(), ...noFallback(model, binding, manifest)],
  }));
}

/** The waypoint that the namespace offers, and that an object's own broken reference hides. */
function noFallback(model: ClusterModel, { referencedFrom }: Binding, { namespace: name }: Manifest): readonly Fact[] {
  const namespace = model.namespaces.get(name);
  const offered = labelValue(namespace?.labels, USE_WAYPOINT);
  if (referencedFrom !== 'OBJECT' || !namespace?.manifest || offered === undefined || offered === 'none') return [];
  const fact = `There is no fallback to waypoint ${offered} of the namespace: without a label of its own the object would use that.`;
  return [factAt(namespace.manifest, ['metadata', 'labels', USE_WAYPOINT], fact)];
}

/** References with an outcome other than BOUND, by that outcome and by the object that makes them. */
function groupByReference({ model }: CheckIndex): ReadonlyMap<BindingReason, Group[]> {
  const groups = new Map<BindingReason, Map<Manifest, Group>>();
  const groupOf = (object: Service | Workload): Group | null => {
    const { binding } = object;
    const label = binding.reason === 'BOUND' || binding.reference === null ? null : binding.referencedAt;
    if (label === null) return null;
    const { manifest: holder, path: field } = label;
    let groupByHolder = groups.get(binding.reason);
    if (groupByHolder === undefined) groups.set(binding.reason, (groupByHolder = new Map<Manifest, Group>()));
    let group = groupByHolder.get(holder);
    if (group === undefined)
      groupByHolder.set(holder, (group = { manifest: holder, field, binding, services: [], workloads: [] }));
    return group;
  };
  for (const service of model.services) groupOf(service)?.services.push(service);
  for (const workload of model.workloads) groupOf(workload)?.workloads.push(workload);
  return new Map([...groups].map(([reason, byHolder]) => [reason, [...byHolder.values()]]));
}

/** `namespace/name` of every waypoint that something refers to, effective or not. */
export const waypointsReferenced = ({ model }: CheckIndex): ReadonlySet<string> =>
  new Set(
    [...model.services, ...model.workloads].flatMap(({ binding: { reference } }) =>
      reference === null ? [] : [`${reference.namespace}/${reference.name}`],
    ),
  );
