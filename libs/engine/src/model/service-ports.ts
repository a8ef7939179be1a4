import type { ServicePort, Workload } from './model.js';
import { field, list, text, wholeNumber } from './narrow.js';
import { declaredProtocol, parseProtocol } from './port-protocol.js';

/** Ports of a Kubernetes Service; a named target port is resolved by the workloads behind it when they agree. */
export const kubernetesPorts = (spec: unknown, workloads: readonly PortOwner[]): readonly ServicePort[] =>
  list(field(spec, 'ports')).flatMap((written) => {
    const port = wholeNumber(field(written, 'port'));
    if (port === null) return [];
    const name = text(field(written, 'name'));
    const appProtocol = field(written, 'appProtocol');
    const targetPort = field(written, 'targetPort');
    const targetPortName = text(targetPort);
    return [
      {
        name,
        port,
        targetPort: targetPortName === '' ? wholeNumber(targetPort) || port : agreedPort(targetPortName, workloads),
        targetPortName,
        protocol: declaredProtocol(
          port,
          name,
          text(field(written, 'protocol')) || 'TCP',
          typeof appProtocol === 'string' ? appProtocol : undefined,
        ),
      },
    ];
  });

type PortOwner = Pick<Workload, 'containerPorts'>;

function agreedPort(name: string, workloads: readonly PortOwner[]): number | null {
  let agreed: number | null = null;
  for (const { containerPorts } of workloads) {
    const port = containerPorts.get(name);
    if (port === undefined) continue;
    if (agreed !== null && agreed !== port) return null;
    agreed = port;
  }
  return agreed;
}

/** Ports of a ServiceEntry. */
export const serviceEntryPorts = (spec: unknown): readonly ServicePort[] =>
  list(field(spec, 'ports')).flatMap((written) => {
    const port = wholeNumber(field(written, 'number'));
    if (port === null) return [];
    return [
      {
        name: text(field(written, 'name')),
        port,
        targetPort: wholeNumber(field(written, 'targetPort')) || port,
        targetPortName: '',
        protocol: parseProtocol(text(field(written, 'protocol'))),
      },
    ];
  });
