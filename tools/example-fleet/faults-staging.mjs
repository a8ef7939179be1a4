import { authorization, backend, note, object, requestAuthentication, route, serviceRef } from './objects.mjs';
import { principal } from './place.mjs';
import { rateLimit } from './teams/platform-mesh.mjs';

export const stagingFaults = [
  {
    cluster: 'staging-eu',
    check: 'envoy-filter-reaches-nothing',
    severity: 'warning',
    object: 'EnvoyFilter checkout/orders-rate-limit',
    wrong: 'The EnvoyFilter targets a Service; Istio only applies it to a Gateway or a GatewayClass.',
    apply: (team) => team('checkout').push(rateLimit('checkout', 'orders-rate-limit', serviceRef('orders'))),
  },
  {
    cluster: 'staging-eu',
    check: 'classic-and-gateway-api-mixed',
    severity: 'warning',
    object: 'VirtualService catalog/products',
    wrong: 'A VirtualService and an HTTPRoute for one Service: which of them wins is undefined.',
    apply: (team) =>
      team('catalog').push(
        note(
          'Left from the sidecar days.',
          object('networking.istio.io/v1', 'VirtualService', 'catalog', 'products', {
            spec: {
              hosts: ['products'],
              http: [
                { retries: { attempts: 3 }, route: [{ destination: { host: 'products', port: { number: 80 } } }] },
              ],
            },
          }),
        ),
      ),
  },
  {
    cluster: 'staging-eu',
    check: 'gateway-class-target-outside-root',
    severity: 'error',
    object: 'AuthorizationPolicy checkout/default-deny',
    wrong: 'A policy for all waypoints by GatewayClass counts in the root namespace only; here nobody enforces it.',
    apply: (team) =>
      team('checkout').push(
        authorization('checkout', 'default-deny', {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }],
        }),
      ),
  },
  {
    cluster: 'staging-eu',
    check: 'ambient-and-sidecar-labels',
    severity: 'warning',
    object: 'Namespace legacy-orders',
    wrong: 'Enrolled in ambient while sidecar injection is still on: the sidecars win.',
    apply: (team) => {
      team('legacy-orders', 'Namespace legacy-orders').metadata.labels['istio.io/dataplane-mode'] = 'ambient';
    },
  },
  {
    cluster: 'staging-eu',
    check: 'identity-allow-behind-waypoint',
    severity: 'error',
    object: 'AuthorizationPolicy identity/callers-only',
    wrong:
      'The lock-down was replaced by the clients themselves; ztunnel sees the waypoint instead, so every request through it is denied.',
    apply: (team) => {
      const objects = team('identity');
      const place = objects.findIndex(({ metadata }) => metadata.name === 'waypoint-only');
      objects[place] = authorization('identity', 'callers-only', {
        action: 'ALLOW',
        rules: [
          {
            from: [
              {
                source: { principals: [principal('checkout/storefront'), principal('platform-ingress/public-istio')] },
              },
            ],
          },
        ],
      });
    },
  },
  {
    cluster: 'staging-eu',
    check: 'http-deny-denies-more',
    severity: 'error',
    object: 'AuthorizationPolicy observability/prometheus-read-only',
    wrong: 'A DENY on methods and a port: ztunnel keeps the port alone, so reads are denied too.',
    apply: (team) =>
      team('observability').push(
        authorization('observability', 'prometheus-read-only', {
          selector: { matchLabels: { app: 'prometheus' } },
          action: 'DENY',
          rules: [{ to: [{ operation: { methods: ['DELETE', 'PUT'], ports: ['9090'] } }] }],
        }),
      ),
  },
  {
    cluster: 'staging-git',
    check: 'waypoint-wrong-type',
    severity: 'error',
    object: 'Namespace identity',
    wrong:
      'The waypoint takes pod-addressed traffic only (`istio.io/waypoint-for: workload`), but the Services of the namespace refer to it.',
    apply: (team) => {
      team('identity', 'Gateway waypoint').metadata.labels['istio.io/waypoint-for'] = 'workload';
    },
  },
  {
    cluster: 'staging-git',
    check: 'route-parent-is-waypoint',
    severity: 'warning',
    object: 'HTTPRoute checkout/orders-timeouts',
    wrong: 'The route names the waypoint as its parent; waypoints follow routes whose parent is a Service.',
    apply: (team) =>
      team('checkout').push(
        route('checkout', 'orders-timeouts', {
          parentRefs: [{ name: 'waypoint' }],
          rules: [{ timeouts: { request: '3s' }, backendRefs: [backend('orders', 80)] }],
        }),
      ),
  },
  {
    cluster: 'staging-git',
    check: 'target-in-other-namespace',
    severity: 'error',
    object: 'AuthorizationPolicy platform-mesh/search-read-only',
    wrong: 'The policy stands beside the shared waypoint and targets a Service of another namespace, which it cannot.',
    apply: (team) =>
      team('platform-mesh').push(
        authorization('platform-mesh', 'search-read-only', {
          targetRefs: [serviceRef('search')],
          action: 'DENY',
          rules: [{ to: [{ operation: { notMethods: ['GET', 'HEAD'] } }] }],
        }),
      ),
  },
  {
    cluster: 'staging-git',
    check: 'token-not-required',
    severity: 'warning',
    object: 'RequestAuthentication payments/payments-api',
    wrong: 'Tokens are checked when present, but no policy asks for one: requests without a token pass.',
    apply: (team) =>
      team('payments').push(
        requestAuthentication('payments', 'payments-api', {
          targetRefs: [serviceRef('payments-api')],
          jwtRules: [
            {
              issuer: 'https://login.meridian.example',
              jwksUri: 'https://login.meridian.example/.well-known/jwks.json',
            },
          ],
        }),
      ),
  },
  {
    cluster: 'staging-git',
    check: 'route-without-waypoint',
    severity: 'warning',
    object: 'HTTPRoute observability/prometheus-timeouts',
    wrong: 'A route for a Service without a waypoint: ztunnel ignores it.',
    apply: (team) =>
      team('observability').push(
        route('observability', 'prometheus-timeouts', {
          parentRefs: [{ group: '', kind: 'Service', name: 'prometheus', port: 9090 }],
          rules: [{ timeouts: { request: '30s' }, backendRefs: [backend('prometheus', 9090)] }],
        }),
      ),
  },
];
