import {
  authorization,
  backend,
  gatewayRef,
  namespace,
  note,
  requestAuthentication,
  route,
  serviceRef,
  toIngress,
} from '../objects.mjs';
import { principal } from '../place.mjs';
import { waypoint, web } from '../workloads.mjs';
import { rateLimit, requestTagging } from './platform-mesh.mjs';
import { callers, metricsForPrometheus, waypointOnly } from './practice.mjs';

const NS = 'checkout';
const INGRESS = 'platform-ingress/public-istio';
const ISSUER = 'https://login.meridian.example';

/** The shop that customers see, its cart and its orders. */
export const checkout = (cluster) => [
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
  ...web(cluster, NS, 'storefront', cluster.releases.shop, { replicas: cluster.replicas }),
  ...storefrontAccess(),
  route(NS, 'storefront', {
    parentRefs: [toIngress()],
    hostnames: [`www.${cluster.domain}`],
    rules: [{ backendRefs: [backend('storefront', 80)] }],
  }),
  ...web(cluster, NS, 'cart', cluster.releases.shop),
  callers(NS, 'cart', ['checkout/storefront'], { methods: ['GET', 'PUT', 'POST', 'DELETE'] }),
  ...web(cluster, NS, 'orders', cluster.releases.shop),
  callers(NS, 'orders', ['checkout/storefront', 'checkout/cart'], { methods: ['GET', 'POST'] }),
  requestTagging(cluster, NS, gatewayRef('waypoint')),
  rateLimit(NS, 'storefront-rate-limit', gatewayRef('waypoint')),
];

const storefrontAccess = () => [
  requestAuthentication(NS, 'storefront', {
    targetRefs: [serviceRef('storefront')],
    jwtRules: [{ issuer: ISSUER, jwksUri: `${ISSUER}/.well-known/jwks.json`, audiences: ['storefront'] }],
  }),
  note(
    'Browsing is open to everybody who comes through the front door; the account needs a login.',
    authorization(NS, 'storefront', {
      targetRefs: [serviceRef('storefront')],
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: [principal(INGRESS)] } }],
          to: [{ operation: { notPaths: ['/account*', '/checkout*'] } }],
        },
        {
          from: [{ source: { principals: [principal(INGRESS)], requestPrincipals: [`${ISSUER}/*`] } }],
          to: [{ operation: { paths: ['/account*', '/checkout*'] } }],
        },
      ],
    }),
  ),
];
