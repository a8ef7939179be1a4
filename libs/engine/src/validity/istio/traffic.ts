import { field, isFields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isLabel } from '../kubernetes/names.js';
import { notOneOf, shown } from '../fault-text.js';
import { attachmentFaults, selectorFaults } from './attachment.js';
import { subsetProblem } from './destinations.js';
import type { FaultList } from './fault-list.js';
import { hostProblem } from './hosts.js';
import { isHttpProtocol, isTlsProtocol, protocolProblem } from './protocols.js';
import { trafficPolicyFaults } from './traffic-policy.js';

type Path = readonly (string | number)[];

/** istio validation.go ValidateGateway. */
export function gatewayFaults(spec: Fields, faults: FaultList): void {
  const servers = list(spec.servers);
  if (servers.length === 0) faults.add(['servers'], 'must have at least one entry');
  const names = new Set<string>();
  for (const [index, server] of servers.entries()) {
    serverFaults(server, ['servers', index], faults);
    const name = text(field(field(server, 'port'), 'name'));
    if (name !== '' && names.has(name))
      faults.add(['servers', index, 'port', 'name'], `must not repeat ${shown(name)}`);
    names.add(name);
  }
}

function serverFaults(server: unknown, path: Path, faults: FaultList): void {
  if (list(field(server, 'hosts')).length === 0) faults.add([...path, 'hosts'], 'must have at least one entry');
  faults.addTexts([...path, 'hosts'], list(field(server, 'hosts')), (host) => serverHostProblem(host));
  const port = field(server, 'port');
  if (!isFields(port)) return faults.add([...path, 'port'], 'must be set');
  const number = wholeNumber(port.number) ?? 0;
  const isUnix = text(field(server, 'bind')).startsWith('unix://');
  if (!isUnix && (number < 1 || number > 65535))
    faults.add([...path, 'port', 'number'], `must be from 1 to 65535, not ${number}`);
  if (text(port.name) === '') faults.add([...path, 'port', 'name'], 'must be set');
  const protocol = text(port.protocol);
  const problem = protocol === '' ? 'must be set' : protocolProblem(protocol);
  if (problem !== null) return faults.add([...path, 'port', 'protocol'], problem);
  const tls = field(server, 'tls');
  if (isTlsProtocol(protocol) && tls === undefined)
    faults.add([...path, 'tls'], `must be set, as the protocol is ${protocol}`);
  if (!isTlsProtocol(protocol) && !isHttpProtocol(protocol) && tls !== undefined) {
    faults.add([...path, 'tls'], `must not be set, as the protocol is ${protocol}`);
  }
}

/** `namespace/host`, where the namespace may be `*` or `.`. */
function serverHostProblem(host: string): string | null {
  const slash = host.indexOf('/');
  const namespace = slash === -1 ? '*' : host.slice(0, slash);
  if (namespace !== '*' && namespace !== '.' && !isLabel(namespace))
    return `must have a namespace, * or . before the slash, not ${shown(host)}`;
  const name = host.slice(slash + 1);
  return name === '*' ? null : hostProblem(name);
}

const LISTENER_PARTS = ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER', 'LISTENER_FILTER'];
const ROUTE_PARTS = ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'];
const APPLY_TO = [...LISTENER_PARTS, ...ROUTE_PARTS, 'CLUSTER', 'EXTENSION_CONFIG', 'BOOTSTRAP'];

/** istio pkg/config/validation/envoyfilter. */
export function envoyFilterFaults(spec: Fields, faults: FaultList): void {
  attachmentFaults(spec, faults, 'workloadSelector');
  for (const [index, patch] of list(spec.configPatches).entries()) {
    const applyTo = text(field(patch, 'applyTo'));
    const path = ['configPatches', index];
    if (!APPLY_TO.includes(applyTo))
      faults.add([...path, 'applyTo'], applyTo === '' ? 'must be set' : notOneOf(applyTo, APPLY_TO));
    const operation = text(field(field(patch, 'patch'), 'operation'));
    if (operation === '' || operation === 'INVALID') faults.add([...path, 'patch', 'operation'], 'must be set');
    else if (operation !== 'REMOVE' && field(field(patch, 'patch'), 'value') === undefined) {
      faults.add([...path, 'patch', 'value'], `must be set, as the operation is ${operation}`);
    }
  }
}

/** istio validation.go ValidateDestinationRule. */
export function destinationRuleFaults(spec: Fields, faults: FaultList): void {
  const problem = hostProblem(text(spec.host));
  if (problem !== null) faults.add(['host'], problem);
  trafficPolicyFaults(spec.trafficPolicy, ['trafficPolicy'], faults);
  const names = new Set<string>();
  for (const [index, subset] of list(spec.subsets).entries()) {
    const name = text(field(subset, 'name'));
    if (!isLabel(name)) faults.add(['subsets', index, 'name'], subsetProblem(name));
    if (names.has(name)) faults.add(['subsets', index, 'name'], `must not repeat ${shown(name)}`);
    names.add(name);
    trafficPolicyFaults(field(subset, 'trafficPolicy'), ['subsets', index, 'trafficPolicy'], faults);
  }
  selectorFaults(spec.workloadSelector, ['workloadSelector'], faults);
}
