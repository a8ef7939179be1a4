import { defineCheck } from '../define-check.js';
import { routeParents } from '../routes.js';
import { listed, nameOf } from '../say.js';

export const tlsRouteHostSkipped = defineCheck({
  id: 'tls-route-host-skipped',
  severity: 'warning',
  title: 'A TLSRoute by server name at a waypoint',
  why: 'A waypoint does not match server names. It follows a TLSRoute whose only hostname is the host of the Service, or one without hostnames, and skips every other.',
  fix: 'Leave the hostnames out, or route by server name at a gateway.',
  source: 'istio pilot/pkg/networking/core/listener_waypoint.go getTLSRouteMatch (semantics 3.8; 10.6 RT_TLSROUTE_SNI)',

  run(input, report) {
    for (const { route, service } of routeParents(input)) {
      if (route.kind !== 'TLSRoute' || service?.binding.waypoint?.role !== 'WAYPOINT') continue;
      const { hostnames } = route;
      if (hostnames.length === 0 || (hostnames.length === 1 && hostnames[0] === service.hostname)) continue;
      report({
        manifest: route.manifest,
        field: ['spec', 'hostnames'],
        message: `${nameOf(route)} has no effect at the waypoint of ${nameOf(service)}, which does not look at the server name ${listed(hostnames)}`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});
