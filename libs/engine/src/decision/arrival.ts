import type { ServicePort, Workload } from '../model/model.js';
import type { Addresses, UnreadAddress } from './addresses.js';

/** A pod and the port on it that the request ends at. */
export interface Arrival {
  readonly workload: Workload;
  readonly port: number;
  readonly ip: string;
  readonly address: UnreadAddress;
  readonly isServiceAddressed: boolean;
}

/** Where a request to a Service's port ends, once load balancing chose the pod. */
export function arrivalAt(port: ServicePort, workload: Workload, addresses: Addresses): Arrival {
  const ip = workload.addresses[0] ?? '';
  return { workload, port: targetPort(port, workload), ip, address: addresses.unread(ip), isServiceAddressed: true };
}

function targetPort({ port, targetPort: number, targetPortName, name }: ServicePort, workload: Workload): number {
  const own = workload.kind === 'Pod' ? undefined : workload.containerPorts.get(name);
  return own ?? number ?? workload.containerPorts.get(targetPortName) ?? port;
}
