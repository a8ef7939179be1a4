import type { Manifest } from '../../manifest/manifest.js';
import { field, list } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { below } from '../kind-check.js';
import { fault, type Fault } from '../schema.js';
import { backendTlsPolicyFaults } from './backend-tls-policy.js';
import { grpcRouteFaults } from './grpc-route.js';
import { httpRouteFaults } from './http-route.js';
import { addressFaults, listenerFaults } from './listeners.js';
import { backendRouteFaults } from './routes.js';

/** ReferenceGrant has no rules beyond its schema. */
const RULES: Readonly<Record<string, (spec: unknown, version: string) => Fault[]>> = {
  BackendTLSPolicy: (spec, version) => (version === 'v1' ? backendTlsPolicyFaults(spec) : []),
  GRPCRoute: grpcRouteFaults,
  Gateway: (spec) => [...listenerFaults(spec), ...addressFaults(spec)],
  HTTPRoute: httpRouteFaults,
  ListenerSet: listenerFaults,
  TCPRoute: backendRouteFaults,
  TLSRoute: tlsRouteFaults,
  XListenerSet: listenerFaults,
};

/** What the CEL rules and list types of the Gateway API's CRDs refuse of an object whose types are right; null: nothing. */
export function gatewayApiFaults({ kind, version, body }: Manifest): Fault[] | null {
  const faults = RULES[kind]?.(body.spec, version) ?? [];
  return faults.length === 0 ? null : below('spec', faults);
}

/** gateway-api apis/v1 tlsroute_types.go; v1alpha2 takes addresses. */
function tlsRouteFaults(spec: unknown, version: string): Fault[] {
  const faults = backendRouteFaults(spec);
  if (version === 'v1alpha2') return faults;
  for (const [index, host] of list(field(spec, 'hostnames')).entries()) {
    if (typeof host === 'string' && isIp(host)) faults.push(fault('must not be an IP address', 'hostnames', index));
  }
  return faults;
}
