// The two policies that every ambient namespace with a waypoint carries.
import { authorization, note } from '../objects.mjs';
import { principal } from '../place.mjs';

/** ztunnel admits the waypoint alone, so nobody reaches a pod around the waypoint's rules. */
export const waypointOnly = (ns, waypoint = `${ns}/waypoint`) =>
  note(
    'Lock-down: what does not come through the waypoint is refused at the pod.',
    authorization(ns, 'waypoint-only', {
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: [principal(waypoint)] } }] }],
    }),
  );

/** Prometheus addresses pods, so it never crosses a waypoint and needs its own door. */
export const metricsForPrometheus = (ns) =>
  note(
    'Prometheus scrapes pods directly and so never crosses the waypoint.',
    authorization(ns, 'allow-metrics', {
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: [principal('observability/prometheus')] } }],
          to: [{ operation: { ports: ['9102'] } }],
        },
      ],
    }),
  );

/** Callers of one Service, by identity, at the waypoint. */
export const callers = (ns, service, accounts, operation) =>
  authorization(ns, service, {
    targetRefs: [{ group: '', kind: 'Service', name: service }],
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: accounts.map(principal) } }],
        ...(operation && { to: [{ operation }] }),
      },
    ],
  });
