/**
 * The kinds that the analysis reads, by group; the only list of them. The collector asks a cluster for these, and the
 * receiver keeps nothing else.
 */
export const USED_KINDS: Readonly<Record<string, readonly string[]>> = {
  '': ['ConfigMap', 'Namespace', 'Pod', 'Service', 'ServiceAccount'],
  apps: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'argoproj.io': ['Rollout'],
  batch: ['CronJob', 'Job'],
  'discovery.k8s.io': ['EndpointSlice'],
  'extensions.istio.io': ['TrafficExtension', 'WasmPlugin'],
  'gateway.networking.k8s.io': [
    'BackendTLSPolicy',
    'GRPCRoute',
    'Gateway',
    'GatewayClass',
    'HTTPRoute',
    'ListenerSet',
    'ReferenceGrant',
    'TCPRoute',
    'TLSRoute',
  ],
  'gateway.networking.x-k8s.io': ['XBackendTrafficPolicy', 'XListenerSet'],
  'networking.istio.io': [
    'DestinationRule',
    'EnvoyFilter',
    'Gateway',
    'ProxyConfig',
    'ServiceEntry',
    'Sidecar',
    'VirtualService',
    'WorkloadEntry',
    'WorkloadGroup',
  ],
  'networking.k8s.io': ['NetworkPolicy'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io': ['Telemetry'],
};

export const DEFINITIONS_GROUP = 'apiextensions.k8s.io';

const USED: ReadonlySet<string> = new Set(
  Object.entries(USED_KINDS).flatMap(([group, kinds]) => kinds.map((kind) => `${group}/${kind}`)),
);

export const isUsedKind = (group: string, kind: string): boolean => USED.has(`${group}/${kind}`);
