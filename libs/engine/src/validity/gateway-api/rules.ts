import type { Manifest } from '../../manifest/manifest.js';
import { field, list, text } from '../../model/narrow.js';
import { firstRepeated } from '../array-check.js';
import { below } from '../kind-check.js';
import { fault, type Fault } from '../schema.js';
import { httpRouteFaults } from './http-route.js';

const RULES: Readonly<Record<string, (spec: unknown) => Fault[] | null>> = {
  Gateway: (spec) => below('listeners', listenerFaults(list(field(spec, 'listeners')))),
  ListenerSet: (spec) => below('listeners', listenerFaults(list(field(spec, 'listeners')))),
  HTTPRoute: httpRouteFaults,
};

/** What the CEL rules and list types of the Gateway API's CRDs refuse of an object whose types are right; null: nothing. */
export function gatewayApiFaults({ kind, body }: Manifest): Fault[] | null {
  return below('spec', RULES[kind]?.(body.spec) ?? null);
}

const WITHOUT_TLS = ['HTTP', 'TCP', 'UDP'];
const WITHOUT_HOST = ['TCP', 'UDP'];

/** gateway-api apis/v1 gateway_types.go: listeners are a map by name, and distinct by port, protocol and hostname. */
function listenerFaults(listeners: readonly unknown[]): Fault[] | null {
  for (const [index, listener] of listeners.entries()) {
    const found = listenerFault(listener);
    if (found !== null) return below(index, [found]);
  }
  if (listeners.length < 2) return null;
  return (
    firstRepeated(listeners, (listener) => text(field(listener, 'name')), 'name') ??
    firstRepeated(listeners, (listener) =>
      JSON.stringify(['port', 'protocol', 'hostname'].map((part) => field(listener, part) ?? '')),
    )
  );
}

function listenerFault(listener: unknown): Fault | null {
  const protocol = text(field(listener, 'protocol'));
  const tls = field(listener, 'tls');
  if (tls !== undefined && WITHOUT_TLS.includes(protocol))
    return fault(`must not be set, as the protocol is ${protocol}`, 'tls');
  if (text(field(listener, 'hostname')) !== '' && WITHOUT_HOST.includes(protocol)) {
    return fault(`must not be set, as the protocol is ${protocol}`, 'hostname');
  }
  if (protocol === 'HTTPS' && text(field(tls, 'mode')) === 'Passthrough') {
    return fault('must be Terminate, as the protocol is HTTPS', 'tls', 'mode');
  }
  return null;
}
