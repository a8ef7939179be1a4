import { backend, namespace, route, toIngress } from '../objects.mjs';
import { waypoint, web } from '../workloads.mjs';
import { callers, metricsForPrometheus, waypointOnly } from './practice.mjs';

const NS = 'identity';

/** Logins and tokens for everybody else. */
export const identity = (cluster) => [
  namespace(NS, {
    'istio.io/dataplane-mode': 'ambient',
    'istio.io/use-waypoint': 'waypoint',
    'istio.io/ingress-use-waypoint': 'true',
    'meridian.example/team': NS,
    'meridian.example/public': 'true',
  }),
  ...waypoint(cluster, NS, 'waypoint'),
  waypointOnly(NS),
  metricsForPrometheus(NS),
  ...web(cluster, NS, 'login', cluster.releases.identity),
  callers(NS, 'login', ['platform-ingress/public-istio', 'checkout/storefront']),
  route(NS, 'login', {
    parentRefs: [toIngress()],
    hostnames: [`login.${cluster.domain}`],
    rules: [{ backendRefs: [backend('login', 80)] }],
  }),
  ...web(cluster, NS, 'tokens', cluster.releases.identity),
  callers(NS, 'tokens', ['identity/login', 'checkout/storefront'], {
    methods: ['POST'],
    paths: ['/token', '/introspect'],
  }),
];
