import {
  authorization,
  backend,
  gatewayRef,
  namespace,
  note,
  object,
  route,
  serviceRef,
  toService,
} from '../objects.mjs';
import { principal } from '../place.mjs';
import { application, waypoint, web } from '../workloads.mjs';
import { requestTagging } from './platform-mesh.mjs';
import { callers, metricsForPrometheus, waypointOnly } from './practice.mjs';

const NS = 'payments';

/** Takes the money. Strictest rules of the company: every call crosses the waypoint. */
export const payments = (cluster) => [
  namespace(NS, {
    'istio.io/dataplane-mode': 'ambient',
    'istio.io/use-waypoint': 'waypoint',
    'meridian.example/team': NS,
  }),
  ...waypoint(cluster, NS, 'waypoint'),
  waypointOnly(NS),
  metricsForPrometheus(NS),
  ...web(cluster, NS, 'payments-api', cluster.releases.payments, { replicas: cluster.replicas }),
  callers(NS, 'payments-api', ['checkout/orders'], { methods: ['POST'], paths: ['/v1/charges', '/v1/refunds'] }),
  note(
    'Refunds stop over night; the on-call lead removes this by hand when the bank asks for one.',
    authorization(
      NS,
      'no-bulk-refunds',
      {
        targetRefs: [serviceRef('payments-api')],
        action: 'DENY',
        rules: [{ to: [{ operation: { methods: ['POST'], paths: ['/v1/refunds/bulk*'] } }] }],
      },
      { annotations: { 'meridian.example/owner': 'payments-oncall' } },
    ),
  ),
  route(NS, 'payments-api', {
    parentRefs: [toService('payments-api', 80)],
    rules: [{ timeouts: { request: '5s' }, backendRefs: [backend('payments-api', 80)] }],
  }),
  ...web(cluster, NS, 'ledger', cluster.releases.payments, { protocol: 'kubernetes.io/h2c' }),
  callers(NS, 'ledger', ['payments/payments-api', 'payments/settlement']),
  route(
    NS,
    'ledger',
    {
      parentRefs: [toService('ledger', 80)],
      rules: [
        { matches: [{ method: { service: 'meridian.ledger.v1.Ledger' } }], backendRefs: [backend('ledger', 80)] },
      ],
    },
    'GRPCRoute',
  ),
  ...ledgerDatabase(cluster),
  ...settlement(),
  requestTagging(cluster, NS, gatewayRef('waypoint')),
];

const ledgerDatabase = (cluster) => [
  ...application(cluster, NS, {
    name: 'ledger-db',
    kind: 'StatefulSet',
    image: 'docker.io/library/postgres:16.4',
    headless: true,
    // PostgreSQL clients address the pod, so a service waypoint would never see them.
    serviceLabels: { app: 'ledger-db', 'istio.io/use-waypoint': 'none' },
    ports: [{ name: 'tcp-postgres', port: 5432, targetPort: 5432, appProtocol: 'tcp' }],
  }),
  authorization(NS, 'ledger-db', {
    selector: { matchLabels: { app: 'ledger-db' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: [principal('payments/ledger')] } }],
        to: [{ operation: { ports: ['5432'] } }],
      },
    ],
  }),
];

const settlement = () => [
  object('v1', 'ServiceAccount', NS, 'settlement'),
  object('batch/v1', 'CronJob', NS, 'settlement', {
    spec: {
      schedule: '15 2 * * *',
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: 'settlement' } },
            spec: {
              serviceAccountName: 'settlement',
              restartPolicy: 'OnFailure',
              containers: [{ name: 'settlement', image: 'registry.meridian.example/payments/settlement:3.1.0' }],
            },
          },
        },
      },
    },
  }),
];
