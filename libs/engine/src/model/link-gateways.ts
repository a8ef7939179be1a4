import type { Draft } from './draft.js';
import type { Gateway, Service, Workload } from './model.js';

interface Links {
  readonly workloads: Workload[];
  readonly boundServices: Service[];
  readonly canaryServices: Service[];
  readonly boundWorkloads: Workload[];
}

/** Tells every gateway who runs it and who is bound to it, and freezes the three of them. */
export function linkGateways(
  gateways: readonly Draft<Gateway>[],
  workloads: readonly Workload[],
  services: readonly Service[],
): void {
  const links = new Map<Gateway, Links>();
  for (const gateway of gateways) {
    links.set(gateway, { workloads: [], boundServices: [], canaryServices: [], boundWorkloads: [] });
  }
  for (const workload of workloads) {
    if (workload.gateway !== null) links.get(workload.gateway)?.workloads.push(workload);
    if (workload.binding.waypoint !== null) links.get(workload.binding.waypoint)?.boundWorkloads.push(workload);
    Object.freeze(workload);
  }
  for (const service of services) {
    const { waypoint, canary } = service.binding;
    if (waypoint !== null) links.get(waypoint)?.boundServices.push(service);
    if (canary !== null) links.get(canary.waypoint)?.canaryServices.push(service);
    Object.freeze(service);
  }
  for (const gateway of gateways) {
    Object.assign(gateway, links.get(gateway));
    gateway.role = finalRole(gateway);
    gateway.serviceAccount = gateway.workloads[0]?.serviceAccount ?? gateway.serviceAccount;
    Object.freeze(gateway);
  }
}

/**
 * A plain gateway that serves as a waypoint is a sandwich when ztunnel stands in front of it (semantics 2.9): its pods
 * are captured, or, without pods in the snapshot, its inbound binding says that they will be.
 */
function finalRole({ role, workloads, inboundBinding, ...used }: Gateway): Gateway['role'] {
  if (role !== 'GATEWAY') return role;
  const isUsed = used.boundServices.length + used.boundWorkloads.length + used.canaryServices.length > 0;
  const isCaptured = workloads.length > 0 ? workloads.some(({ capture }) => capture.captured) : inboundBinding !== null;
  return isUsed && isCaptured ? 'SANDWICH' : 'GATEWAY';
}
