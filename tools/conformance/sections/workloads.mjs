/** How istiod sees every workload (ambient index). */
export const workloads = {
  name: 'workloads',
  expected: ({ expect }) =>
    (expect.workloads ?? []).map(({ kind, namespace, name, captured, waypoint }) => ({
      kind,
      namespace,
      name,
      captured,
      waypoint,
    })),
  ours: ({ model }) =>
    model.workloads.map(({ kind, namespace, name, capture, binding }) => ({
      kind: KINDS[kind] ?? kind,
      namespace,
      name,
      captured: capture.captured,
      waypoint: nameOf(binding.waypoint),
    })),
  keyOf: ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
  evidence: ({ model }, { kind, namespace, name }) =>
    model.workloads
      .find((ours) => (KINDS[ours.kind] ?? ours.kind) === kind && ours.namespace === namespace && ours.name === name)
      ?.binding.evidence(),
};

const KINDS = { ServiceEntryEndpoint: 'ServiceEntry' };

export const nameOf = (object) => (object === null ? null : `${object.namespace}/${object.name}`);
