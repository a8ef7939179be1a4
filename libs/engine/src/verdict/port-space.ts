import type { ClusterModel, ServicePort, Workload } from '../model/model.js';

/** The port on the pod; null when the snapshot does not tell. */
export function targetPortOn(port: ServicePort, workload: Workload): number | null {
  return port.targetPort ?? workload.containerPorts.get(port.targetPortName) ?? null;
}

/**
 * The numbers that clients use for this workload's services but that no port of the workload has: comparing one at the
 * workload never matches (semantics 5.3). Empty when a target port is unknown.
 */
export function serviceOnlyPorts(workload: Workload, model: ClusterModel): ReadonlySet<number> {
  const services = model.servicesByWorkload.get(workload) ?? [];
  const own = new Set<number>(workload.containerPorts.values());
  const foreign = new Set<number>();
  for (const port of services.flatMap(({ ports }) => ports)) {
    const target = targetPortOn(port, workload);
    if (target === null) return new Set();
    own.add(target);
    foreign.add(port.port);
  }
  for (const port of own) foreign.delete(port);
  return foreign;
}

/** The numbers of the pods' ports that are no Service port: comparing one at a waypoint never matches. */
export function podOnlyPorts(ports: readonly ServicePort[]): ReadonlySet<number> {
  const foreign = new Set(ports.flatMap(({ targetPort }) => (targetPort === null ? [] : [targetPort])));
  for (const { port } of ports) foreign.delete(port);
  return foreign;
}
