import { field, fields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isCidr, isIp } from '../addresses.js';
import { shown } from '../fault-text.js';
import { isLabel } from '../kubernetes/names.js';
import type { FaultList } from './fault-list.js';
import { addressOrHostProblem, hostProblem, isHostName } from './hosts.js';
import { isPlaintextProtocol, protocolProblem } from './protocols.js';

type Path = readonly (string | number)[];

/** istio validation.go ValidateServiceEntry, and the CEL rules of its CRD. */
export function serviceEntryFaults(spec: Fields, faults: FaultList): void {
  const hosts = list(spec.hosts);
  const resolution = text(spec.resolution) || 'NONE';
  if (Object.hasOwn(spec, 'workloadSelector') && Object.hasOwn(spec, 'endpoints')) {
    faults.add(['endpoints'], 'must not be set beside workloadSelector; keep one of them');
  }
  if (hosts.length === 0) faults.add(['hosts'], 'must have at least one entry');
  faults.addTexts(['hosts'], hosts, (host) =>
    host === '*' ? 'must not be *: it would catch every host' : hostProblem(host),
  );
  faults.addTexts(['addresses'], list(spec.addresses), addressProblem);
  const block = list(spec.addresses).findIndex((address) => text(address).includes('/'));
  if (block !== -1 && resolution !== 'NONE' && resolution !== 'STATIC') {
    faults.add(['addresses', block], `must be one address, not a block, as the resolution is ${resolution}`);
  }
  const portNames = portFaults(list(spec.ports), faults);
  resolutionFaults(spec, resolution, portNames, faults);
  const needsHttp = resolution !== 'NONE' && hosts.length > 1;
  const plain = needsHttp
    ? list(spec.ports).findIndex((port) => isPlaintextProtocol(text(field(port, 'protocol'))))
    : -1;
  if (plain !== -1) {
    faults.add(['ports', plain, 'protocol'], 'must be of HTTP or TLS, as plain TCP cannot tell several hosts apart');
  }
}

const addressProblem = (address: string): string | null =>
  isIp(address) || isCidr(address) ? null : `must be an IP address or block, not ${shown(address)}`;

/** @returns the names of the ports */
function portFaults(ports: readonly unknown[], faults: FaultList): ReadonlySet<string> {
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const [index, port] of ports.entries()) {
    const [name, number] = [text(field(port, 'name')), wholeNumber(field(port, 'number')) ?? 0];
    if (names.has(name)) faults.add(['ports', index, 'name'], `must not repeat ${shown(name)}`);
    if (numbers.has(number)) faults.add(['ports', index, 'number'], `must not repeat ${number}`);
    names.add(name);
    numbers.add(number);
    portFault(port, name, number, ['ports', index], faults);
  }
  return names;
}

function portFault(port: unknown, name: string, number: number, path: Path, faults: FaultList): void {
  if (!isLabel(name)) {
    faults.add([...path, 'name'], `must have lower-case letters, digits and hyphens, not ${shown(name)}`);
  }
  if (number < 1 || number > 65535) faults.add([...path, 'number'], `must be from 1 to 65535, not ${number}`);
  const target = wholeNumber(field(port, 'targetPort')) ?? 0;
  if (target < 0 || target > 65535) faults.add([...path, 'targetPort'], `must be from 1 to 65535, not ${target}`);
  const problem = protocolProblem(text(field(port, 'protocol')));
  if (problem !== null) faults.add([...path, 'protocol'], problem);
}

function resolutionFaults(spec: Fields, resolution: string, ports: ReadonlySet<string>, faults: FaultList): void {
  const endpoints = list(spec.endpoints);
  if (resolution === 'NONE') {
    if (endpoints.length > 0) faults.add(['endpoints'], 'must not be set, as the resolution is NONE');
    return;
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    faults.add(['endpoints'], 'must have one entry at most, as the resolution is DNS_ROUND_ROBIN');
  }
  const byName = resolution.startsWith('DNS') && endpoints.length === 0;
  if (byName) {
    faults.addTexts(['hosts'], list(spec.hosts), (host) =>
      isHostName(host) ? null : `must have no star, as ${resolution} resolves it; or list endpoints`,
    );
  }
  for (const [index, endpoint] of endpoints.entries()) {
    endpointFaults(fields(endpoint), ['endpoints', index], resolution === 'STATIC', ports, faults);
  }
}

function endpointFaults(
  endpoint: Fields,
  path: Path,
  addressOnly: boolean,
  servicePorts: ReadonlySet<string> | null,
  faults: FaultList,
): void {
  const address = text(endpoint.address);
  const isUnix = address.startsWith('unix://');
  if (address === '' && text(endpoint.network) === '') faults.add([...path, 'address'], 'must be set, or network');
  if (address !== '' && !isUnix) {
    const problem =
      addressOnly && !isIp(address) ? `must be an IP address, not ${shown(address)}` : addressOrHostProblem(address);
    if (problem !== null) faults.add([...path, 'address'], problem);
  }
  for (const [name, port] of Object.entries(fields(endpoint.ports))) {
    const number = wholeNumber(port) ?? 0;
    if (number < 1 || number > 65535) faults.add([...path, 'ports', name], `must be from 1 to 65535, not ${number}`);
    if (servicePorts !== null && !servicePorts.has(name)) {
      faults.add([...path, 'ports', name], "must be the name of one of the entry's ports");
    }
  }
}

/** istio validation.go ValidateWorkloadEntry. */
export function workloadEntryFaults(spec: Fields, faults: FaultList): void {
  endpointFaults(spec, [], false, null, faults);
}
