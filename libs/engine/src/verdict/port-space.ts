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

/** Workloads that a list of numbers misses altogether, and the others. */
export interface PortMistake {
  readonly mistaken: ReadonlySet<Workload>;
  readonly right: ReadonlySet<Workload>;
}

/** Answers each list of numbers once for the same workloads. */
export class PortMistakes {
  private readonly byPort = new Map<number, Set<Workload>>();
  private readonly known = new Map<string, PortMistake>();

  constructor(
    private readonly workloads: readonly Workload[],
    model: ClusterModel,
  ) {
    for (const workload of workloads) {
      for (const port of serviceOnlyPorts(workload, model)) {
        const found = this.byPort.get(port);
        if (found === undefined) this.byPort.set(port, new Set([workload]));
        else found.add(workload);
      }
    }
  }

  of(ports: readonly number[]): PortMistake {
    const key = [...ports].sort((a, b) => a - b).join();
    let mistake = this.known.get(key);
    if (mistake === undefined) this.known.set(key, (mistake = this.split(ports)));
    return mistake;
  }

  private split(ports: readonly number[]): PortMistake {
    const sets = ports.map((port) => this.byPort.get(port) ?? new Set<Workload>());
    const isMistaken = (workload: Workload) => sets.length > 0 && sets.every((found) => found.has(workload));
    const mistaken = new Set(this.workloads.filter(isMistaken));
    return { mistaken, right: new Set(this.workloads.filter((workload) => !mistaken.has(workload))) };
  }
}
