import { address, condition, metadata } from './metadata.mjs';
import { application } from './application.mjs';

const ROOT = 'istio-system';

/** istiod, ztunnel, the classes, an ingress gateway and the policies of the root namespace. */
export function* controlPlane(cluster) {
  yield namespaceOf(cluster, ROOT);
  yield {
    apiVersion: 'v1',
    data: { mesh: 'rootNamespace: istio-system\ntrustDomain: cluster.local\naccessLogFile: /dev/stdout\n' },
    kind: 'ConfigMap',
    metadata: metadata(cluster, ROOT, 'istio'),
  };
  yield istiod(cluster);
  yield* ztunnel(cluster);
  for (const [name, controller] of [
    ['istio', 'istio.io/gateway-controller'],
    ['istio-waypoint', 'istio.io/mesh-controller'],
    ['istio-remote', 'istio.io/unmanaged-gateway'],
  ]) {
    yield {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: metadata(cluster, '', name),
      spec: { controllerName: controller },
      status: { conditions: [condition(cluster, 'Accepted')] },
    };
  }
  yield* ingress(cluster);
  yield* rootPolicies(cluster);
}

const namespaceOf = (cluster, name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: metadata(cluster, '', name, { labels: { 'kubernetes.io/metadata.name': name } }),
  status: { phase: 'Active' },
});

const istiod = (cluster) => {
  const labels = { app: 'istiod', 'istio.io/rev': 'default' };
  const env = [{ name: 'PILOT_ENABLE_AMBIENT', value: 'true' }];
  const container = { env, image: 'docker.io/istio/pilot:1.28.2', name: 'discovery' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(cluster, ROOT, 'istiod', { labels }),
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container], serviceAccountName: 'istiod' } },
    },
  };
};

function* ztunnel(cluster) {
  const labels = { app: 'ztunnel' };
  const spec = {
    containers: [{ image: 'docker.io/istio/ztunnel:1.28.2', name: 'istio-proxy' }],
    serviceAccountName: 'ztunnel',
  };
  const daemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(cluster, ROOT, 'ztunnel', { labels }),
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
  yield daemonSet;
  for (let node = 1; node <= 60; node++) {
    const podIP = address(cluster, 'pod');
    yield {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata(cluster, ROOT, `ztunnel-${cluster.random.hex(5)}`, { labels, owner: daemonSet }),
      spec: { ...spec, nodeName: `node-${node}` },
      status: { conditions: [condition(cluster, 'Ready')], phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
    };
  }
}

function* ingress(cluster) {
  yield namespaceOf(cluster, 'ingress');
  yield {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: metadata(cluster, 'ingress', 'public'),
    spec: {
      gatewayClassName: 'istio',
      listeners: [{ allowedRoutes: { namespaces: { from: 'All' } }, name: 'https', port: 443, protocol: 'HTTPS' }],
    },
    status: {
      addresses: [{ type: 'IPAddress', value: '203.0.113.10' }],
      conditions: [condition(cluster, 'Programmed')],
    },
  };
  yield* application(cluster, { name: 'ingress', mode: 'none', waypoint: null }, 'public-istio');
}

function* rootPolicies(cluster) {
  yield {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: metadata(cluster, ROOT, 'default'),
    spec: { mtls: { mode: 'PERMISSIVE' } },
  };
  yield {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(cluster, ROOT, 'no-metrics-from-outside'),
    spec: {
      action: 'DENY',
      rules: [{ from: [{ source: { notNamespaces: ['infra-6', ROOT] } }], to: [{ operation: { ports: ['15020'] } }] }],
    },
  };
  yield {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: metadata(cluster, ROOT, 'mesh-default'),
    spec: { accessLogging: [{ providers: [{ name: 'envoy' }] }] },
  };
}
