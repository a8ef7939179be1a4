import type { ServicePort, Workload } from '../model/model.js';

/** A pod and the port on it that the request ends at. */
export interface Arrival {
  readonly workload: Workload;
  readonly port: number;
  readonly ip: string;
  readonly isServiceAddressed: boolean;
}

/** Where a request to a Service's port ends, once load balancing chose the pod. */
export const arrivalAt = (port: ServicePort, workload: Workload): Arrival => ({
  workload,
  port: targetPort(port, workload),
  ip: workload.addresses[0] ?? '',
  isServiceAddressed: true,
});

function targetPort({ port, targetPort: number, targetPortName, name }: ServicePort, workload: Workload): number {
  const own = workload.kind === 'Pod' ? undefined : workload.containerPorts.get(name);
  return own ?? number ?? workload.containerPorts.get(targetPortName) ?? port;
}
