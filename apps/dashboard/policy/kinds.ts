/** The kinds that attach to traffic, for the filter. A kind that is not listed still works in the address. */
export const POLICY_KINDS = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'Telemetry',
  'WasmPlugin',
  'TrafficExtension',
  'EnvoyFilter',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'VirtualService',
  'DestinationRule',
  'Sidecar',
  'BackendTLSPolicy',
  'XBackendTrafficPolicy',
] as const;
