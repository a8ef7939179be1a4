import { note, object, namespace, peerAuthentication, serviceAccount } from '../objects.mjs';
import { TRUST_DOMAIN } from '../place.mjs';

const NS = 'istio-system';

/** The control plane, as far as policy depends on it. */
export const istioSystem = (cluster) => [
  namespace(NS, { 'meridian.example/team': 'platform' }),
  meshConfig(),
  serviceAccount(NS, 'istiod'),
  istiod(cluster),
  daemonSet(cluster, 'ztunnel', 'ztunnel'),
  daemonSet(cluster, 'istio-cni-node', 'install-cni'),
  gatewayClass('istio', 'istio.io/gateway-controller'),
  gatewayClass('istio-waypoint', 'istio.io/mesh-controller'),
  note('Plaintext is refused in the whole mesh.', peerAuthentication(NS, 'default', { mtls: { mode: 'STRICT' } })),
  object('telemetry.istio.io/v1', 'Telemetry', NS, 'mesh-default', {
    spec: { accessLogging: [{ providers: [{ name: 'envoy' }] }] },
  }),
];

const meshConfig = () =>
  object('v1', 'ConfigMap', NS, 'istio', {
    data: {
      mesh: [
        `trustDomain: ${TRUST_DOMAIN}`,
        'rootNamespace: istio-system',
        'accessLogFile: /dev/stdout',
        'outboundTrafficPolicy:',
        '  mode: REGISTRY_ONLY',
        'pathNormalization:',
        '  normalization: MERGE_SLASHES',
        '',
      ].join('\n'),
    },
  });

const istiod = (cluster) =>
  object('apps/v1', 'Deployment', NS, 'istiod', {
    labels: { app: 'istiod', 'istio.io/rev': 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'istiod' } },
      template: {
        metadata: {
          labels: {
            app: 'istiod',
            'istio.io/rev': 'default',
            'sidecar.istio.io/inject': 'false',
            'istio.io/dataplane-mode': 'none',
          },
        },
        spec: {
          serviceAccountName: 'istiod',
          containers: [
            {
              name: 'discovery',
              image: `docker.io/istio/pilot:${cluster.istioVersion}`,
              env: [{ name: 'PILOT_ENABLE_AMBIENT', value: 'true' }],
              ports: [{ name: 'grpc-xds', containerPort: 15012 }],
            },
          ],
        },
      },
    },
  });

const daemonSet = (cluster, name, container) =>
  object('apps/v1', 'DaemonSet', NS, name, {
    labels: { app: name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, 'istio.io/dataplane-mode': 'none' } },
        spec: {
          serviceAccountName: name,
          ...(name === 'istio-cni-node' && { hostNetwork: true }),
          containers: [
            {
              name: container,
              image: `docker.io/istio/${name === 'ztunnel' ? name : 'install-cni'}:${cluster.istioVersion}`,
            },
          ],
        },
      },
    },
  });

const gatewayClass = (name, controllerName) =>
  object('gateway.networking.k8s.io/v1', 'GatewayClass', '', name, { spec: { controllerName } });
