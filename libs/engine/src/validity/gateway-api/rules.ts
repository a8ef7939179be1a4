import type { Manifest } from '../../manifest/manifest.js';
import { field, list, text } from '../../model/narrow.js';
import { firstRepeated } from '../array-check.js';
import { below } from '../kind-check.js';
import type { Fault } from '../schema.js';

const RULES: Readonly<Record<string, (spec: unknown) => Fault[] | null>> = {
  Gateway: (spec) => below('listeners', listenerFaults(list(field(spec, 'listeners')))),
  ListenerSet: (spec) => below('listeners', listenerFaults(list(field(spec, 'listeners')))),
};

/** What the CEL rules and list types of the Gateway API's CRDs refuse of an object whose types are right; null: nothing. */
export function gatewayApiFaults({ kind, body }: Manifest): Fault[] | null {
  return below('spec', RULES[kind]?.(body.spec) ?? null);
}

/** gateway-api apis/v1 gateway_types.go: listeners are a map by name, and distinct by port, protocol and hostname. */
function listenerFaults(listeners: readonly unknown[]): Fault[] | null {
  if (listeners.length < 2) return null;
  return firstRepeated(listeners, (listener) => text(field(listener, 'name')), 'name');
}
