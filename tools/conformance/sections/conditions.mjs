import { policyConditions, routeStatuses } from '@waymark/engine';

/** Status that istiod writes about binding and routes (semantics 2.7) and on AuthorizationPolicies (semantics 3.9). */
export const conditions = {
  name: 'conditions',
  expected: ({ expect }) => (expect.conditions ?? []).filter(({ racy }) => racy !== true),
  ours({ model, scenario }) {
    const racy = new Set((scenario.expect.conditions ?? []).filter((item) => item.racy === true).map(keyOf));
    const ours = [
      ...boundServices(model),
      ...boundEntries(model),
      ...acceptedPolicies(model),
      ...parentsOfRoutes(model),
    ];
    return ours.filter((item) => !racy.has(keyOf(item)));
  },
  keyOf,
  evidence: ({ model }, { namespace, name }) =>
    model.services.find((ours) => ours.namespace === namespace && ours.name === name)?.binding.evidence(),
};

function keyOf({ kind, namespace, name, parent }) {
  return `${kind} ${namespace}/${name}${parent === undefined ? '' : ` of ${JSON.stringify(Object.entries(parent).sort())}`}`;
}

/** A route that istiod reads and finds no parent for has a status without conditions. */
const parentsOfRoutes = (model) =>
  [...routeStatuses(model)].flatMap(([{ kind, namespace, name, manifest }, statuses]) => {
    const route = { kind, namespace, name };
    if (statuses.length === 0) return [{ ...route, conditions: [] }];
    const refs = manifest.body.spec.parentRefs;
    return statuses.map(({ index, controller, conditions }) => ({
      ...route,
      parent: asStored(refs[index]),
      controller,
      conditions,
    }));
  });

/** The API server fills in the defaults of group and kind. */
const asStored = (ref) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...ref });

const acceptedPolicies = (model) =>
  [...policyConditions(model)].map(([{ kind, namespace, name }, conditions]) => ({
    kind,
    namespace,
    name,
    conditions,
  }));

const REASONS = {
  BOUND: 'WaypointAccepted',
  WAYPOINT_MISSING: 'WaypointIsNotReady',
  WAYPOINT_NOT_READY: 'WaypointIsNotReady',
  ATTACHMENT_DENIED: 'AttachmentDenied',
  UNSUPPORTED_TRAFFIC_TYPE: 'UnsupportedTrafficType',
  CROSS_NAMESPACE_FORBIDDEN: 'CrossNamespaceWaypointForbidden',
};

const condition = ({ reason }) => ({
  type: 'istio.io/WaypointBound',
  status: reason === 'BOUND' ? 'True' : 'False',
  reason: REASONS[reason],
});

const boundServices = (model) => {
  if (!model.behaviour.waypointBoundOnServices) return [];
  const objects = new Map(model.services.map((service) => [service.manifest, service]));
  return [...objects.values()].flatMap(({ kind, namespace, name, binding }) =>
    binding.reason in REASONS ? [{ kind, namespace, name, conditions: [condition(binding)] }] : [],
  );
};

/** A mismatch inherited from the namespace is no error of the entry (semantics 2.3). */
const boundEntries = (model) =>
  model.workloads.flatMap(({ kind, namespace, name, binding }) => {
    if (kind !== 'WorkloadEntry' || !model.behaviour.waypointBoundOnWorkloadEntries) return [];
    const isSilent = binding.reason === 'UNSUPPORTED_TRAFFIC_TYPE' && binding.referencedFrom === 'NAMESPACE';
    return isSilent || !(binding.reason in REASONS)
      ? []
      : [{ kind, namespace, name, conditions: [condition(binding)] }];
  });
