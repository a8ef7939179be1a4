import { backend, namespace, route, toIngress, toService } from '../objects.mjs';
import { web } from '../workloads.mjs';
import { callers, metricsForPrometheus, waypointOnly } from './practice.mjs';

const NS = 'catalog';

/** Products and search. Small team: it uses the shared waypoint of the platform. */
export const catalog = (cluster) => [
  namespace(NS, {
    'istio.io/dataplane-mode': 'ambient',
    'istio.io/use-waypoint': 'shared',
    'istio.io/use-waypoint-namespace': 'platform-mesh',
    'istio.io/ingress-use-waypoint': 'true',
    'meridian.example/team': NS,
    'meridian.example/shared-waypoint': 'true',
    'meridian.example/public': 'true',
  }),
  waypointOnly(NS, 'platform-mesh/shared'),
  metricsForPrometheus(NS),
  ...web(cluster, NS, 'products', cluster.releases.catalog),
  callers(NS, 'products', ['checkout/storefront', 'checkout/cart', 'platform-ingress/public-istio'], {
    methods: ['GET', 'HEAD'],
  }),
  route(NS, 'products-api', {
    parentRefs: [toIngress()],
    hostnames: [`api.${cluster.domain}`],
    rules: [
      { matches: [{ path: { type: 'PathPrefix', value: '/products' } }], backendRefs: [backend('products', 80)] },
    ],
  }),
  route(NS, 'products', {
    parentRefs: [toService('products', 80)],
    rules: [{ timeouts: { request: '2s' }, backendRefs: [backend('products', 80)] }],
  }),
  ...web(cluster, NS, 'search', cluster.releases.catalog),
  callers(NS, 'search', ['checkout/storefront'], { methods: ['GET'], paths: ['/search*'] }),
];
