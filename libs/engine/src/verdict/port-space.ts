import type { ClusterModel, ServicePort, Workload } from '../model/model.js';

/** The port on the pod; null when the snapshot does not tell. */
export function targetPortOn(port: ServicePort, workload: Workload): number | null {
  return port.targetPort ?? workload.containerPorts.get(port.targetPortName) ?? null;
}

/**
 * The numbers that clients use for this workload's services but that no port of the workload has: comparing one at the
 * workload never matches (semantics 5.3). None when a target port is unknown.
 */
export function serviceOnlyPorts(workload: Workload, model: ClusterModel): readonly number[] {
  const foreign: number[] = [];
  const own: number[] = [...workload.containerPorts.values()];
  for (const { ports } of model.servicesByWorkload.get(workload) ?? []) {
    for (const port of ports) {
      const target = targetPortOn(port, workload);
      if (target === null) return [];
      own.push(target);
      if (!foreign.includes(port.port)) foreign.push(port.port);
    }
  }
  return foreign.filter((port) => !own.includes(port));
}

/** The numbers of the pods' ports that are no Service port: comparing one at a waypoint never matches. */
export function podOnlyPorts(ports: readonly ServicePort[]): ReadonlySet<number> {
  const foreign = new Set(ports.flatMap(({ targetPort }) => (targetPort === null ? [] : [targetPort])));
  for (const { port } of ports) foreign.delete(port);
  return foreign;
}

/** Workloads that a list of numbers misses altogether, and the others when there are any such. */
export interface PortMistake {
  readonly mistaken: ReadonlySet<Workload>;
  readonly right: ReadonlySet<Workload>;
}

const NO_WORKLOADS: ReadonlySet<Workload> = new Set();
const NO_MISTAKE: PortMistake = { mistaken: NO_WORKLOADS, right: NO_WORKLOADS };

/**
 * Answers each list of numbers once for the same workloads.
 *
 * @param foreignTo `serviceOnlyPorts` of a workload
 */
export class PortMistakes {
  private readonly byPort = new Map<number, Set<Workload>>();
  private readonly known = new Map<string, PortMistake>();

  constructor(
    private readonly workloads: readonly Workload[],
    foreignTo: (workload: Workload) => readonly number[],
  ) {
    for (const workload of workloads) {
      for (const port of foreignTo(workload)) {
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
    const [first, ...others] = ports.map((port) => this.byPort.get(port) ?? NO_WORKLOADS);
    const mistaken = new Set([...(first ?? [])].filter((workload) => others.every((found) => found.has(workload))));
    if (mistaken.size === 0) return NO_MISTAKE;
    return { mistaken, right: new Set(this.workloads.filter((workload) => !mistaken.has(workload))) };
  }
}
