import { field, isFields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { shown } from '../fault-text.js';
import { isLabel } from '../kubernetes/names.js';
import { selectorFaults } from './attachment.js';
import { destinationFaults, type Path } from './destinations.js';
import type { FaultList } from './fault-list.js';
import { isHostName, isWildcardHost } from './hosts.js';
import { protocolProblem } from './protocols.js';
import { connectionPoolFaults } from './traffic-policy.js';

const PARTS = ['egress', 'ingress', 'outboundTrafficPolicy', 'inboundConnectionPool'];

/** istio validation.go ValidateSidecar. */
export function sidecarFaults(spec: Fields, faults: FaultList): void {
  selectorFaults(spec.workloadSelector, ['workloadSelector'], faults);
  const isEmpty = PARTS.every((part) => (Array.isArray(spec[part]) ? spec[part].length === 0 : !isFields(spec[part])));
  if (isEmpty) faults.add([], `must have one of ${PARTS.join(', ')}`);
  const ports = new Set<number>();
  for (const [index, listener] of list(spec.ingress).entries())
    ingressFaults(listener, ['ingress', index], ports, faults);
  connectionPoolFaults(spec.inboundConnectionPool, ['inboundConnectionPool'], faults);
  egressListFaults(list(spec.egress), faults);
  proxyFaults(spec.outboundTrafficPolicy, ['outboundTrafficPolicy'], faults);
}

function ingressFaults(listener: unknown, path: Path, ports: Set<number>, faults: FaultList): void {
  const port = field(listener, 'port');
  if (!isFields(port)) return faults.add([...path, 'port'], 'must be set');
  portFaults(port, [...path, 'port'], faults);
  bindFaults(listener, path, faults);
  distinctFaults(port, [...path, 'port'], ports, faults);
  connectionPoolFaults(field(listener, 'connectionPool'), [...path, 'connectionPool'], faults);
  const tls = field(listener, 'tls');
  if (text(field(tls, 'credentialName')) !== '')
    faults.add([...path, 'tls', 'credentialName'], 'is not supported in a Sidecar');
  const mode = text(field(tls, 'mode'));
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH')
    faults.add([...path, 'tls', 'mode'], `must not be ${mode} in a Sidecar`);
}

/** validateSidecarIngressPortAndBind, validateSidecarEgressPortBindAndCaptureMode. */
function portFaults(port: Fields, path: Path, faults: FaultList): void {
  const [name, number] = [text(port.name), wholeNumber(port.number) ?? 0];
  if (name !== '' && !isLabel(name))
    faults.add([...path, 'name'], `must have lower-case letters, digits and hyphens, not ${shown(name)}`);
  const problem = protocolProblem(text(port.protocol));
  if (problem !== null) faults.add([...path, 'protocol'], problem);
  if (number < 1 || number > 65535) faults.add([...path, 'number'], `must be from 1 to 65535, not ${number}`);
  if ((wholeNumber(port.targetPort) ?? 0) > 0) faults.add([...path, 'targetPort'], 'has no effect in a Sidecar');
}

function bindFaults(listener: unknown, path: Path, faults: FaultList): void {
  const bind = text(field(listener, 'bind'));
  if (bind !== '' && !isIp(bind)) faults.add([...path, 'bind'], `must be an IP address, not ${shown(bind)}`);
}

function distinctFaults(port: Fields, path: Path, ports: Set<number>, faults: FaultList): void {
  const number = wholeNumber(port.number) ?? 0;
  if (ports.has(number)) faults.add([...path, 'number'], `must not repeat ${number}`);
  ports.add(number);
}

function egressListFaults(listeners: readonly unknown[], faults: FaultList): void {
  const ports = new Set<number>();
  for (const [index, listener] of listeners.entries()) {
    const path = ['egress', index];
    const port = field(listener, 'port');
    if (!isFields(port)) {
      if (index < listeners.length - 1) faults.add([...path, 'port'], 'must be set for all listeners but the last');
    } else if ((wholeNumber(port.number) ?? 0) !== 0) {
      portFaults(port, [...path, 'port'], faults);
      bindFaults(listener, path, faults);
      distinctFaults(port, [...path, 'port'], ports, faults);
    } else if (!text(field(listener, 'bind')).startsWith('unix://')) {
      faults.add([...path, 'port', 'number'], 'must be set, or bind a socket with unix://');
    }
    const hosts = list(field(listener, 'hosts'));
    if (hosts.length === 0) faults.add([...path, 'hosts'], 'must have at least one entry');
    faults.addTexts([...path, 'hosts'], hosts, importedHostProblem);
  }
}

/** agent ValidateNamespaceSlashWildcardHostname: names are whole, and a star stands for a whole label. */
function importedHostProblem(host: string): string | null {
  const slash = host.indexOf('/');
  if (slash === -1) return `must be namespace/host, not ${shown(host)}; write */${host} for all namespaces`;
  const [namespace, name] = [host.slice(0, slash), host.slice(slash + 1)];
  if (!['*', '.', '~'].includes(namespace) && !isLabel(namespace))
    return `must have a namespace, *, . or ~ before the slash, not ${shown(host)}`;
  if (name === '*') return null;
  const isWhole = name.includes('.') && isWildcardHost(name) && (!name.includes('*') || name.startsWith('*.'));
  return isWhole ? null : `must have * or a whole host name after the slash, not ${shown(host)}`;
}

/** validateSidecarOutboundTrafficPolicy; ALLOW_ANY must be written, as REGISTRY_ONLY is the first word of the enum. */
function proxyFaults(policy: unknown, path: Path, faults: FaultList): void {
  const proxy = field(policy, 'egressProxy');
  if (!isFields(proxy)) return;
  if (field(policy, 'mode') !== 'ALLOW_ANY')
    return faults.add([...path, 'mode'], 'must be ALLOW_ANY beside egressProxy');
  const where = [...path, 'egressProxy'];
  if (!isHostName(text(proxy.host))) return faults.add([...where, 'host'], 'must be a host name');
  if (proxy.port === undefined) return faults.add([...where, 'port'], 'must be set');
  destinationFaults(proxy, where, faults);
}
