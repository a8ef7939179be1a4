import type { Manifest } from '../../manifest/manifest.js';
import { field, list, text } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { firstRepeated } from '../array-check.js';
import { shown } from '../fault-text.js';
import { below } from '../kind-check.js';
import { fault, type Fault } from '../schema.js';
import { isLabel, isSubdomain } from './names.js';

/** What the API server asks beyond types, by kind; the object's types are right. */
export const KUBERNETES_RULES: Readonly<Record<string, (manifest: Manifest) => Fault[] | null>> = {
  '/Pod': ({ body }) => podAddresses(body.status),
  '/Service': ({ body }) => below('spec', serviceFaults(body.spec)),
  'discovery.k8s.io/EndpointSlice': ({ body }) => endpointAddresses(body),
};

/** core/validation ValidatePodStatusUpdate, validatePodIPs. */
function podAddresses(status: unknown): Fault[] | null {
  const podIp = text(field(status, 'podIP'));
  if (podIp !== '' && !isIp(podIp)) return [notAnAddress(podIp, 'status', 'podIP')];
  for (const [index, entry] of list(field(status, 'podIPs')).entries()) {
    const ip = text(field(entry, 'ip'));
    if (!isIp(ip)) return [notAnAddress(ip, 'status', 'podIPs', index, 'ip')];
  }
  return null;
}

/** core/validation ValidateService. */
function serviceFaults(spec: unknown): Fault[] | null {
  const clusterIp = text(field(spec, 'clusterIP'));
  const clusterIps = list(field(spec, 'clusterIPs')).map(text);
  const isHeadless = clusterIp === 'None' || clusterIps[0] === 'None';
  const isExternalName = field(spec, 'type') === 'ExternalName';
  const ports = list(field(spec, 'ports'));
  if (ports.length === 0 && !isHeadless && !isExternalName) {
    return [
      fault('must have at least one entry; only a headless Service or one of type ExternalName has no ports', 'ports'),
    ];
  }
  if (clusterIp !== '' && clusterIp !== 'None' && !isIp(clusterIp)) return [notAnAddress(clusterIp, 'clusterIP')];
  const wrong = clusterIps.findIndex((ip) => ip !== 'None' && !isIp(ip));
  if (wrong !== -1) return [notAnAddress(clusterIps[wrong] ?? '', 'clusterIPs', wrong)];
  if (isExternalName && !isSubdomain(text(field(spec, 'externalName')).replace(/\.$/, ''))) {
    return [fault('must be a DNS name, as the type is ExternalName', 'externalName')];
  }
  return below('ports', portFaults(ports));
}

/** core/validation validateServicePort. */
function portFaults(ports: readonly unknown[]): Fault[] | null {
  for (const [index, port] of ports.entries()) {
    const name = text(field(port, 'name'));
    if (name === '' && ports.length > 1) return [fault('must be set, as the Service has several ports', index, 'name')];
    if (name !== '' && !isLabel(name)) {
      return [fault(`must have lower-case letters, digits and hyphens only, not ${shown(name)}`, index, 'name')];
    }
    const target = field(port, 'targetPort');
    if (typeof target === 'number' && (target < 0 || target > 65535)) {
      return [fault(`must be from 1 to 65535, not ${target}`, index, 'targetPort')];
    }
  }
  if (ports.length < 2) return null;
  return (
    firstRepeated(ports, (port) => text(field(port, 'name')), 'name') ??
    firstRepeated(ports, (port) => `${text(field(port, 'protocol')) || 'TCP'} ${String(field(port, 'port'))}`, 'port')
  );
}

/** discovery/validation validateEndpoints. */
function endpointAddresses(body: unknown): Fault[] | null {
  if (field(body, 'addressType') === 'FQDN') return null;
  for (const [index, endpoint] of list(field(body, 'endpoints')).entries()) {
    const addresses = list(field(endpoint, 'addresses'));
    if (addresses.length === 0) return [fault('must have at least one entry', 'endpoints', index, 'addresses')];
    const wrong = addresses.findIndex((address) => !isIp(text(address)));
    if (wrong !== -1) return [notAnAddress(text(addresses[wrong]), 'endpoints', index, 'addresses', wrong)];
  }
  return null;
}

const notAnAddress = (written: string, ...path: (string | number)[]): Fault =>
  fault(`must be an IP address, not ${shown(written)}`, ...path);
