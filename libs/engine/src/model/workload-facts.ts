import type { Labels } from './model.js';
import { field, list, text, wholeNumber } from './narrow.js';

/** What the model reads from the spec of a pod or of a pod template. */
export interface PodSpecFacts {
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  readonly nodeName: string;
  readonly containerPorts: ReadonlyMap<string, number>;
}

const NO_PORTS: ReadonlyMap<string, number> = new Map();

/** `serviceAccount` is the old spelling; the API server fills in `default`. */
export const podSpecFacts = (spec: unknown): PodSpecFacts => ({
  serviceAccount: text(field(spec, 'serviceAccountName')) || text(field(spec, 'serviceAccount')) || 'default',
  hostNetwork: field(spec, 'hostNetwork') === true,
  nodeName: text(field(spec, 'nodeName')),
  containerPorts: namedPorts(spec),
});

/** Ports that a Service may name; sidecar-style init containers serve too (istio ambient/ports.go FindPortName). */
function namedPorts(spec: unknown): ReadonlyMap<string, number> {
  let ports: Map<string, number> | undefined;
  const restartable = list(field(spec, 'initContainers')).filter(
    (container) => field(container, 'restartPolicy') === 'Always',
  );
  for (const container of [...list(field(spec, 'containers')), ...restartable]) {
    for (const port of list(field(container, 'ports'))) {
      const name = text(field(port, 'name'));
      const number = wholeNumber(field(port, 'containerPort'));
      if (name === '' || number === null || (field(port, 'protocol') ?? 'TCP') !== 'TCP') continue;
      ports ??= new Map();
      if (!ports.has(name)) ports.set(name, number);
    }
  }
  return ports ?? NO_PORTS;
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

export const NO_ANNOTATIONS: Labels = Object.freeze({});
