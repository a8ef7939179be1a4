import { authorization, namespace, note, object } from '../objects.mjs';
import { principal } from '../place.mjs';
import { web } from '../workloads.mjs';

const NS = 'legacy-orders';

/** Sidecars until the migration of next spring; classic APIs are right here. */
export const legacyOrders = (cluster) => [
  namespace(NS, { 'istio-injection': 'enabled', 'meridian.example/team': 'orders' }),
  ...['order-archive', 'invoicing'].flatMap((name) =>
    web(cluster, NS, name, cluster.releases.legacy, {
      mode: 'sidecar',
      podLabels: cluster.live
        ? { app: name, 'networking.istio.io/tunnel': 'http', 'security.istio.io/tlsMode': 'istio' }
        : { app: name },
    }),
  ),
  note(
    'The sidecar reads HTTP itself, so a selector is enough here.',
    authorization(NS, 'order-archive', {
      selector: { matchLabels: { app: 'order-archive' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: [principal('checkout/orders'), principal('legacy-orders/invoicing')] } }],
          to: [{ operation: { methods: ['GET', 'POST'], paths: ['/archive*'] } }],
        },
      ],
    }),
  ),
  object('networking.istio.io/v1', 'VirtualService', NS, 'order-archive', {
    spec: {
      hosts: ['order-archive'],
      http: [
        {
          retries: { attempts: 2, perTryTimeout: '1s' },
          route: [{ destination: { host: 'order-archive', port: { number: 80 } } }],
        },
      ],
    },
  }),
  object('networking.istio.io/v1', 'DestinationRule', NS, 'order-archive', {
    spec: {
      host: 'order-archive',
      trafficPolicy: {
        connectionPool: { http: { http2MaxRequests: 500 } },
        outlierDetection: { consecutive5xxErrors: 5 },
      },
    },
  }),
];
