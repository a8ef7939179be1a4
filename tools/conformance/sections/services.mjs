import { nameOf } from './workloads.mjs';

/** How istiod sees every service, with its waypoints. */
export const services = {
  name: 'services',
  expected: ({ expect }) =>
    (expect.services ?? []).map((item) => ({ ...item, weightedWaypoints: item.weightedWaypoints ?? null })),
  // istiod leaves ExternalName Services out of ambient, and hosts that another object serves.
  ours: ({ model }) => model.services.filter(({ binding }) => binding.reason !== 'NOT_AMBIENT').map(fromService),
  keyOf: ({ namespace, name, hostname }) => `${namespace}/${name} ${hostname}`,
  evidence: ({ model }, { namespace, hostname }) =>
    model.services.find((ours) => ours.namespace === namespace && ours.hostname === hostname)?.binding.evidence(),
};

const fromService = ({ namespace, name, hostname, addresses, binding, ingressUseWaypoint }) => ({
  namespace,
  name,
  hostname,
  addresses,
  waypoint: nameOf(binding.waypoint),
  ingressUseWaypoint,
  weightedWaypoints:
    binding.canary === null
      ? null
      : [
          { waypoint: nameOf(binding.waypoint), weight: 100 - binding.canary.weight },
          { waypoint: nameOf(binding.canary.waypoint), weight: binding.canary.weight },
        ],
});
