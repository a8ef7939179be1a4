import { targetPortOn } from '../../verdict/port-space.js';
import type { Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const portReservedByZtunnel = defineCheck({
  id: 'port-reserved-by-ztunnel',
  severity: 'error',
  title: 'A Service that leads to a port of ztunnel',
  why: 'ztunnel takes the ports 15001, 15006 and 15008 of every captured pod for itself and refuses connections that are meant for them, before any policy.',
  fix: 'Let the application listen on another port.',
  source: 'ztunnel src/proxy/inbound.rs (semantics 4.8)',

  run({ model }, report) {
    for (const service of model.services) {
      const position = service.ports.findIndex(
        ({ protocol, targetPort }) => protocol !== 'UDP' && isReserved(targetPort),
      );
      const named = position < 0 ? namedReserved(service) : position;
      const workloads =
        named < 0 ? [] : service.workloads.filter(({ capture, gateway }) => capture.captured && gateway === null);
      if (workloads.length === 0 || service.kind !== 'Service') continue;
      const port = service.ports[named];
      report({
        manifest: service.manifest,
        field: ['spec', 'ports', named],
        message: `${nameOf(service)} leads port ${port?.port} to a port of the pods that ztunnel takes for itself: connections to it are refused`,
        affected: [service, ...workloads.map(({ owner }) => owner)],
        evidence: [],
      });
    }
  },
});

const RESERVED: ReadonlySet<number> = new Set([15001, 15006, 15008]);
const isReserved = (port: number | null): boolean => port !== null && RESERVED.has(port);

const namedReserved = ({ ports, workloads }: Service): number =>
  ports.findIndex(
    (port) => port.targetPortName !== '' && workloads.some((workload) => isReserved(targetPortOn(port, workload))),
  );
