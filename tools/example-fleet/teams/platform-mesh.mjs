import { authorization, namespace, note, object, serviceEntryRef, wasmPlugin } from '../objects.mjs';
import { principal } from '../place.mjs';
import { waypoint } from '../workloads.mjs';

const NS = 'platform-mesh';

/** The platform team's shared waypoint, and the one way out of the mesh. */
export const platformMesh = (cluster) => [
  namespace(NS, { 'istio.io/dataplane-mode': 'ambient', 'meridian.example/team': 'platform' }),
  ...waypoint(cluster, NS, 'shared', {
    allowedRoutes: {
      namespaces: { from: 'Selector', selector: { matchLabels: { 'meridian.example/shared-waypoint': 'true' } } },
    },
  }),
  ...waypoint(cluster, NS, 'egress'),
  object('networking.istio.io/v1', 'ServiceEntry', NS, 'paygate', {
    labels: { 'istio.io/use-waypoint': 'egress' },
    spec: {
      hosts: ['api.paygate.example'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
    },
  }),
  note(
    'The waypoint speaks TLS to the card processor, so the applications speak plain HTTP to the waypoint.',
    object('networking.istio.io/v1', 'DestinationRule', NS, 'paygate', {
      spec: { host: 'api.paygate.example', trafficPolicy: { tls: { mode: 'SIMPLE', sni: 'api.paygate.example' } } },
    }),
  ),
  note(
    'Only the payments API may talk to the card processor.',
    authorization(NS, 'paygate', {
      targetRefs: [serviceEntryRef('paygate')],
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: [principal('payments/payments-api')] } }] }],
    }),
  ),
];

/** Adds the request id and the release to every access log line. Two versions are in the field. */
export const requestTagging = (cluster, ns, target) =>
  wasmPlugin(ns, 'request-tagging', {
    targetRefs: [target],
    url: `oci://registry.meridian.example/wasm/request-tagging:${cluster.releases.requestTagging}`,
    phase: 'STATS',
    failStrategy: 'FAIL_OPEN',
    pluginConfig: { header: 'x-request-id' },
  });

/** Local rate limit at a waypoint, until Istio has an API for it. */
export const rateLimit = (ns, name, target) =>
  object('networking.istio.io/v1alpha3', 'EnvoyFilter', ns, name, {
    spec: {
      targetRefs: [target],
      configPatches: [
        {
          applyTo: 'HTTP_FILTER',
          match: {
            context: 'SIDECAR_INBOUND',
            listener: {
              filterChain: {
                filter: {
                  name: 'envoy.filters.network.http_connection_manager',
                  subFilter: { name: 'envoy.filters.http.router' },
                },
              },
            },
          },
          patch: {
            operation: 'INSERT_BEFORE',
            value: {
              name: 'envoy.filters.http.local_ratelimit',
              typed_config: {
                '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
                stat_prefix: 'storefront',
                token_bucket: { max_tokens: 2000, tokens_per_fill: 2000, fill_interval: '1s' },
              },
            },
          },
        },
      ],
    },
  });
