import { policyConditions } from '@waymark/engine';

/** Status that istiod writes about binding (semantics 2.7) and on AuthorizationPolicies (semantics 3.9). */
export const conditions = {
  name: 'conditions',
  expected: ({ expect }) =>
    (expect.conditions ?? [])
      .filter(({ kind, racy }) => racy !== true && KINDS.has(kind))
      .map(({ kind, namespace, name, conditions: written }) => ({ kind, namespace, name, conditions: written })),
  ours({ model, scenario }) {
    const racy = new Set((scenario.expect.conditions ?? []).filter((item) => item.racy === true).map(keyOf));
    const ours = [...boundServices(model), ...boundEntries(model), ...acceptedPolicies(model)];
    return ours.filter((item) => !racy.has(keyOf(item)));
  },
  keyOf,
  evidence: ({ model }, { namespace, name }) =>
    model.services.find((ours) => ours.namespace === namespace && ours.name === name)?.binding.evidence(),
};

const KINDS = new Set(['Service', 'ServiceEntry', 'WorkloadEntry', 'AuthorizationPolicy']);

function keyOf({ kind, namespace, name }) {
  return `${kind} ${namespace}/${name}`;
}

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
