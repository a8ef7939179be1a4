import { namespace } from '../objects.mjs';
import { ingress } from '../workloads.mjs';

const NS = 'platform-ingress';

/** The front door. Namespaces that are labelled public may put routes on it. */
export const platformIngress = (cluster) => [
  namespace(NS, { 'istio.io/dataplane-mode': 'ambient', 'meridian.example/team': 'platform' }),
  ...ingress(cluster, NS, 'public', {
    listeners: [
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        hostname: `*.${cluster.domain}`,
        tls: { mode: 'Terminate', certificateRefs: [{ name: `wildcard-${cluster.labels.env}` }] },
        allowedRoutes: {
          namespaces: { from: 'Selector', selector: { matchLabels: { 'meridian.example/public': 'true' } } },
        },
      },
    ],
  }),
];
