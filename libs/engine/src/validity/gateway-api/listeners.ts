import { field, fields, list, text } from '../../model/narrow.js';
import { firstRepeated } from '../array-check.js';
import { shown } from '../fault-text.js';
import { below } from '../kind-check.js';
import { fault, type Fault } from '../schema.js';

const WITHOUT_TLS = ['HTTP', 'TCP', 'UDP'];
const WITHOUT_HOST = ['TCP', 'UDP'];

/** gateway-api apis/v1 gateway_types.go, listenerset_types.go: a map by name, and distinct by port, protocol and hostname. */
export function listenerFaults(spec: unknown): Fault[] {
  return below('listeners', faultsOf(list(field(spec, 'listeners')))) ?? [];
}

function faultsOf(listeners: readonly unknown[]): Fault[] | null {
  for (const [index, listener] of listeners.entries()) {
    const found = listenerFault(listener);
    if (found !== null) return below(index, [found]);
  }
  if (listeners.length < 2) return null;
  return (
    firstRepeated(listeners, (listener) => text(field(listener, 'name')), 'name') ?? firstRepeated(listeners, socketOf)
  );
}

/** A listener of a ListenerSet without a port gets one of its own. */
const socketOf = (listener: unknown): string | undefined =>
  field(listener, 'port') === undefined
    ? undefined
    : JSON.stringify(['port', 'protocol', 'hostname'].map((part) => field(listener, part) ?? ''));

function listenerFault(listener: unknown): Fault | null {
  const protocol = text(field(listener, 'protocol'));
  const tls = field(listener, 'tls');
  if (tls !== undefined && WITHOUT_TLS.includes(protocol))
    return fault(`must not be set, as the protocol is ${protocol}`, 'tls');
  if (text(field(listener, 'hostname')) !== '' && WITHOUT_HOST.includes(protocol)) {
    return fault(`must not be set, as the protocol is ${protocol}`, 'hostname');
  }
  if (tls === undefined) return null;
  const mode = field(tls, 'mode') ?? 'Terminate';
  if (protocol === 'HTTPS' && mode === 'Passthrough') {
    return fault('must be Terminate, as the protocol is HTTPS', 'tls', 'mode');
  }
  const hasCertificates =
    list(field(tls, 'certificateRefs')).length > 0 || Object.keys(fields(field(tls, 'options'))).length > 0;
  return mode === 'Terminate' && !hasCertificates
    ? fault('must be set, as TLS ends here, or options', 'tls', 'certificateRefs')
    : null;
}

/** gateway-api apis/v1 gateway_types.go GatewaySpec.Addresses: addresses of a type are distinct. */
export function addressFaults(spec: unknown): Fault[] {
  const addresses = list(field(spec, 'addresses'));
  for (const [index, address] of addresses.entries()) {
    const value = field(address, 'value');
    const type = typeOf(address);
    if (value === undefined || (type !== 'IPAddress' && type !== 'Hostname')) continue;
    if (addresses.slice(0, index).some((other) => typeOf(other) === type && field(other, 'value') === value)) {
      return [fault(`must not repeat ${shown(value)}`, 'addresses', index, 'value')];
    }
  }
  return [];
}

const typeOf = (address: unknown): unknown => field(address, 'type') ?? 'IPAddress';
