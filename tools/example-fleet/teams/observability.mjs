import { authorization, backend, namespace, note, route, toIngress } from '../objects.mjs';
import { principal } from '../place.mjs';
import { application, web } from '../workloads.mjs';

const NS = 'observability';

/** Metrics and dashboards: layer 4 only, so no waypoint. */
export const observability = (cluster) => [
  namespace(NS, {
    'istio.io/dataplane-mode': 'ambient',
    'meridian.example/team': 'platform',
    'meridian.example/public': 'true',
  }),
  note('Nothing gets in unless a policy below lets it in.', authorization(NS, 'allow-nothing', {})),
  ...application(cluster, NS, {
    name: 'prometheus',
    kind: 'StatefulSet',
    image: 'quay.io/prometheus/prometheus:v2.54.1',
    ports: [{ name: 'http-web', port: 9090, targetPort: 9090, appProtocol: 'http' }],
  }),
  authorization(NS, 'prometheus-from-grafana', {
    selector: { matchLabels: { app: 'prometheus' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: [principal('observability/grafana')] } }],
        to: [{ operation: { ports: ['9090'] } }],
      },
    ],
  }),
  ...web(cluster, NS, 'grafana', '11.2.0'),
  authorization(NS, 'grafana-from-ingress', {
    selector: { matchLabels: { app: 'grafana' } },
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals: [principal('platform-ingress/public-istio')] } }] }],
  }),
  route(NS, 'grafana', {
    parentRefs: [toIngress()],
    hostnames: [`grafana.${cluster.domain}`],
    rules: [{ backendRefs: [backend('grafana', 80)] }],
  }),
];
