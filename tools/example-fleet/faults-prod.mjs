import { authorization, note, wasmPlugin } from './objects.mjs';
import { principal } from './place.mjs';

export const prodFaults = [
  {
    cluster: 'prod-eu-west',
    check: 'http-allow-denies-all',
    severity: 'error',
    object: 'AuthorizationPolicy payments/allow-refunds-from-backoffice',
    wrong:
      'An ALLOW policy with methods and paths but without targetRefs: ztunnel drops its only rule, so it admits nobody.',
    apply: (team) =>
      team('payments').push(
        note(
          'Back office may refund (asked for by support).',
          authorization('payments', 'allow-refunds-from-backoffice', {
            selector: { matchLabels: { app: 'payments-api' } },
            action: 'ALLOW',
            rules: [{ to: [{ operation: { methods: ['POST'], paths: ['/v1/refunds'] } }] }],
          }),
        ),
      ),
  },
  {
    cluster: 'prod-eu-west',
    check: 'waypoint-missing',
    severity: 'error',
    object: 'Service checkout/cart',
    wrong:
      'The cart refers to a waypoint of its own that was never created; there is no fallback to the one of the namespace.',
    apply: (team) => {
      team('checkout', 'Service cart').metadata.labels['istio.io/use-waypoint'] = 'cart-waypoint';
    },
  },
  {
    cluster: 'prod-us-east',
    check: 'http-deny-does-nothing',
    severity: 'error',
    object: 'AuthorizationPolicy catalog/no-admin-paths',
    wrong: 'A DENY policy by path with a selector: ztunnel cannot read paths, so nothing is denied.',
    apply: (team) =>
      team('catalog').push(
        authorization('catalog', 'no-admin-paths', {
          selector: { matchLabels: { app: 'products' } },
          action: 'DENY',
          rules: [{ to: [{ operation: { paths: ['/admin*', '/internal*'] } }] }],
        }),
      ),
  },
  {
    cluster: 'prod-us-east',
    check: 'ingress-skips-waypoint',
    severity: 'error',
    object: 'Namespace catalog',
    wrong:
      'The namespace lost its `istio.io/ingress-use-waypoint` label, so requests from the internet go to the pods directly; the lock-down refuses them.',
    apply: (team) => {
      delete team('catalog', 'Namespace catalog').metadata.labels['istio.io/ingress-use-waypoint'];
    },
  },
  {
    cluster: 'prod-us-east',
    check: 'headless-service-behind-waypoint',
    severity: 'error',
    object: 'Service payments/ledger-db',
    wrong:
      'A policy on a headless Service: its clients address pods, so the waypoint that should enforce it never sees them.',
    apply: (team) => {
      delete team('payments', 'Service ledger-db').metadata.labels['istio.io/use-waypoint'];
      team('payments').push(
        authorization('payments', 'ledger-db-audit', {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger-db' }],
          action: 'ALLOW',
          rules: [{ from: [{ source: { principals: [principal('payments/ledger')] } }] }],
        }),
      );
    },
  },
  {
    cluster: 'prod-ap-south',
    check: 'waypoint-not-ready',
    severity: 'error',
    object: 'Gateway identity/waypoint',
    wrong:
      'The waypoint never got an address (its pods do not start), so it counts as absent and its policies are enforced by nobody.',
    apply: (team) => {
      const gateway = team('identity', 'Gateway waypoint');
      gateway.status = { conditions: [{ type: 'Programmed', status: 'False', reason: 'AddressNotAssigned' }] };
      const pod = team('identity').find(({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('waypoint'));
      pod.status = { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }] };
    },
  },
  {
    cluster: 'prod-ap-south',
    check: 'waypoint-refuses-namespace',
    severity: 'error',
    object: 'Namespace catalog',
    wrong: 'The namespace lacks the label that the shared waypoint asks for in allowedRoutes, so it may not use it.',
    apply: (team) => {
      delete team('catalog', 'Namespace catalog').metadata.labels['meridian.example/shared-waypoint'];
    },
  },
  {
    cluster: 'prod-ap-south',
    check: 'wasm-plugin-reaches-nothing',
    severity: 'warning',
    object: 'WasmPlugin checkout/geo-blocking',
    wrong: 'A WasmPlugin without targetRefs, kept from the sidecar days: no waypoint loads it.',
    apply: (team) =>
      team('checkout').push(
        wasmPlugin('checkout', 'geo-blocking', {
          selector: { matchLabels: { app: 'storefront' } },
          url: 'oci://registry.meridian.example/wasm/geo-blocking:v0.9.1',
          phase: 'AUTHZ',
        }),
      ),
  },
  {
    cluster: 'prod-us-west',
    check: 'unknown-principal',
    severity: 'warning',
    object: 'AuthorizationPolicy payments/payments-api',
    wrong: 'The principal names the namespace `checkouts` instead of `checkout`: orders cannot charge.',
    apply: (team) => {
      const { spec } = team('payments', 'AuthorizationPolicy payments-api');
      spec.rules[0].from[0].source.principals = [principal('checkouts/orders')];
    },
  },
  {
    cluster: 'prod-us-west',
    check: 'principal-never-matches',
    severity: 'error',
    object: 'AuthorizationPolicy identity/tokens-from-batch',
    wrong: 'The principal is written with `spiffe://`, which never matches.',
    apply: (team) =>
      team('identity').push(
        authorization('identity', 'tokens-from-batch', {
          targetRefs: [{ group: '', kind: 'Service', name: 'tokens' }],
          action: 'ALLOW',
          rules: [{ from: [{ source: { principals: [`spiffe://${principal('payments/settlement')}`] } }] }],
        }),
      ),
  },
  {
    cluster: 'prod-us-west',
    check: 'allow-nothing-cuts-off',
    severity: 'error',
    object: 'AuthorizationPolicy observability/allow-nothing',
    wrong:
      'The policies beside the allow-nothing were deleted in a clean-up: nobody reaches anything in the namespace.',
    apply: (team) => {
      const objects = team('observability');
      for (const name of ['prometheus-from-grafana', 'grafana-from-ingress']) {
        objects.splice(
          objects.findIndex(({ metadata }) => metadata.name === name),
          1,
        );
      }
    },
  },
  {
    cluster: 'prod-us-west',
    check: 'identity-deny-behind-waypoint',
    severity: 'error',
    object: 'AuthorizationPolicy catalog/no-cart',
    wrong: 'A selector DENY on a client identity: behind the waypoint ztunnel sees the waypoint, so the client passes.',
    apply: (team) =>
      team('catalog').push(
        authorization('catalog', 'no-cart', {
          selector: { matchLabels: { app: 'search' } },
          action: 'DENY',
          rules: [{ from: [{ source: { principals: [principal('checkout/storefront')] } }] }],
        }),
      ),
  },
];
