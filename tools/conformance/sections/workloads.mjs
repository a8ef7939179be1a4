import { listedPolicies, mutualTlsOf, PeerAuthenticationIndex } from '@waymark/engine';

/** How istiod sees every workload (ambient index). */
export const workloads = {
  name: 'workloads',
  expected: ({ expect }) =>
    (expect.workloads ?? []).map(({ kind, namespace, name, captured, waypoint, policies, mtls }) => ({
      kind,
      namespace,
      name,
      captured,
      waypoint,
      policies,
      mtls,
    })),
  ours({ model }) {
    const listed = listedPolicies(model);
    const peers = new PeerAuthenticationIndex(model);
    return model.workloads.map((workload) => ({
      kind: KINDS[workload.kind] ?? workload.kind,
      namespace: workload.namespace,
      name: workload.name,
      captured: workload.capture.captured,
      waypoint: nameOf(workload.binding.waypoint),
      policies: (listed.get(workload) ?? []).map(nameOf).sort(),
      mtls: mutualTlsText(mutualTlsOf(peers.levelsOf(workload))),
    }));
  },
  keyOf: ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
  evidence: ({ model }, { kind, namespace, name }) =>
    model.workloads
      .find((ours) => (KINDS[ours.kind] ?? ours.kind) === kind && ours.namespace === namespace && ours.name === name)
      ?.binding.evidence(),
};

const KINDS = { ServiceEntryEndpoint: 'ServiceEntry' };

const mutualTlsText = ({ kind, from }) => {
  if (kind === 'DERIVED') return `derived:${nameOf(from)}`;
  return kind === 'STRICT' ? 'static-strict' : null;
};

export const nameOf = (object) => (object === null ? null : `${object.namespace}/${object.name}`);
