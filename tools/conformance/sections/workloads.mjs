import { derivedName, listedPolicies, PeerAuthenticationIndex, staticStrictName } from '@waymark/engine';

/** How istiod sees every workload (ambient index). */
export const workloads = {
  name: 'workloads',
  expected: ({ expect }) => (expect.workloads ?? []).map((item) => ({ ...ABSENT, ...item })),
  ours({ model }) {
    const listed = listedPolicies(model);
    const peers = new PeerAuthenticationIndex(model);
    return model.workloads.map((workload) => ({
      kind: KINDS[workload.kind] ?? workload.kind,
      namespace: workload.namespace,
      name: workload.name,
      captured: workload.capture.captured,
      hostNetwork: workload.hostNetwork,
      nativeTunnel: workload.nativeTunnel,
      applicationTunnel: applicationTunnel(workload),
      waypoint: nameOf(workload.binding.waypoint),
      policies: (listed.get(workload) ?? []).map(nameOf).sort(),
      ...mutualTls(peers.mutualTlsOf(workload), model.mesh.rootNamespace),
    }));
  },
  keyOf: ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
  evidence: ({ model }, { kind, namespace, name }) =>
    model.workloads
      .find((ours) => (KINDS[ours.kind] ?? ours.kind) === kind && ours.namespace === namespace && ours.name === name)
      ?.binding.evidence(),
};

const KINDS = { ServiceEntryEndpoint: 'ServiceEntry' };

/** What a vector leaves out. */
const ABSENT = { hostNetwork: false, nativeTunnel: false, applicationTunnel: null, converted: [] };

/** How ztunnel hands over to a waypoint that it stands in front of (ambient/workloads.go computeWaypoint). */
function applicationTunnel({ gateway, binding }) {
  if (binding.reason !== 'IS_WAYPOINT_INSTANCE' || !gateway?.inboundBinding) return null;
  const { protocol, port } = gateway.inboundBinding;
  return { protocol: PROTOCOL_NUMBERS[protocol], port };
}

const PROTOCOL_NUMBERS = { NONE: 0, PROXY: 1 };

function mutualTls({ kind, from }, rootNamespace) {
  if (kind === 'DERIVED') return { mtls: `derived:${nameOf(from)}`, converted: [derivedName(from)] };
  return kind === 'STRICT'
    ? { mtls: 'static-strict', converted: [staticStrictName(rootNamespace)] }
    : { mtls: null, converted: [] };
}

export const nameOf = (object) => (object === null ? null : `${object.namespace}/${object.name}`);
