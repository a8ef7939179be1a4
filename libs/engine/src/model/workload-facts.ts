import type { Labels } from './model.js';
import { field, labelValue, list, text, wholeNumber } from './narrow.js';

const NO_PORTS: ReadonlyMap<string, number> = new Map();

/** `serviceAccount` is the old spelling; the API server fills in `default`. */
export const serviceAccountOf = (spec: unknown): string =>
  text(field(spec, 'serviceAccountName')) || text(field(spec, 'serviceAccount')) || 'default';

/** TCP ports that a Service may name; sidecar-style init containers serve too (istio ambient FindPortName). */
export function namedPorts(spec: unknown): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const container of list(field(spec, 'containers'))) addNamedPorts(container, ports);
  for (const container of list(field(spec, 'initContainers'))) {
    if (field(container, 'restartPolicy') === 'Always') addNamedPorts(container, ports);
  }
  return ports.size === 0 ? NO_PORTS : ports;
}

function addNamedPorts(container: unknown, ports: Map<string, number>): void {
  for (const port of list(field(container, 'ports'))) {
    const name = text(field(port, 'name'));
    const number = wholeNumber(field(port, 'containerPort'));
    if (name === '' || number === null || (field(port, 'protocol') ?? 'TCP') !== 'TCP') continue;
    if (!ports.has(name)) ports.set(name, number);
  }
}

/** status.podIPs, else status.podIP. */
export function podAddresses(status: unknown): readonly string[] {
  const addresses = list(field(status, 'podIPs')).map((entry) => text(field(entry, 'ip')));
  const written = addresses.length > 0 ? addresses : [text(field(status, 'podIP'))];
  return written.filter((address) => address !== '');
}

export const isReady = (status: unknown): boolean =>
  list(field(status, 'conditions')).some(
    (condition) => field(condition, 'type') === 'Ready' && field(condition, 'status') === 'True',
  );

/** Succeeded or Failed (istio pkg/kube/util.go CheckPodTerminal). */
export const isTerminal = (status: unknown): boolean => ['Succeeded', 'Failed'].includes(text(field(status, 'phase')));

/** A pod that its node has taken on: what the node agent wrote, or did not write, counts. */
export const isRunning = (status: unknown): boolean => {
  const phase = text(field(status, 'phase'));
  return phase === 'Running' || (phase !== '' && podAddresses(status).length > 0);
};

/** `networking.istio.io/tunnel` lists `http` (istio model/context.go SupportsTunnel; ambient/workloads.go setTunnelProtocol). */
export const hasNativeTunnel = (labels: Labels | undefined): boolean =>
  (labelValue(labels, 'networking.istio.io/tunnel') ?? '').split(',').includes('http');
