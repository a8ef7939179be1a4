import { field, texts } from '../../model/narrow.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Service } from '../../model/model.js';
import type { Route } from '../../model/route.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { resolveParents } from '../routes.js';
import { listed, nameOf } from '../say.js';

export const classicAndGatewayApiMixed = defineCheck({
  id: 'classic-and-gateway-api-mixed',
  severity: 'warning',
  title: 'A VirtualService and a Gateway API route for one Service',
  why: 'Istio leaves undefined what a waypoint does with a VirtualService and a Gateway API route for the same Service. In today’s code both are concatenated and the first match wins, in an order that depends on namespaces and creation times.',
  fix: 'Keep one of the two. Gateway API routes are the ones that ambient mode supports.',
  source:
    'istio.io ambient/usage/l7-features; istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8)',

  run(input, report) {
    const routed = input.index.once(routedAtWaypoints);
    for (const virtualService of input.model.othersByKind.get('VirtualService') ?? []) {
      const { spec } = virtualService.body;
      const gateways = texts(field(spec, 'gateways'));
      if (gateways.length > 0 && !gateways.includes('mesh')) continue;
      texts(field(spec, 'hosts')).forEach((host, position) => {
        const found = routed.get(fullHost(host, virtualService.namespace));
        if (found === undefined || !isReadBy(found.service, virtualService)) return;
        const { service, routes } = found;
        report({
          manifest: virtualService,
          field: ['spec', 'hosts', position],
          message: `${nameOf(virtualService)} and ${listed(routes.map(nameOf))} both route ${nameOf(service)}: Istio does not say which of them its waypoint follows`,
          affected: [service, ...routes],
          evidence: service.binding.evidence(),
          cause: `${service.namespace}/${service.name}`,
        });
      });
    }
  },
});

interface Routed {
  readonly service: Service;
  readonly routes: Route[];
}

/** Services behind a waypoint that Gateway API routes name as their parent, by host. */
function routedAtWaypoints(index: CheckIndex): ReadonlyMap<string, Routed> {
  const byHost = new Map<string, Routed>();
  for (const { route, service } of index.once(resolveParents)) {
    if (service?.binding.waypoint?.role !== 'WAYPOINT') continue;
    const known = byHost.get(service.hostname);
    if (known === undefined) byHost.set(service.hostname, { service, routes: [route] });
    else known.routes.push(route);
  }
  return byHost;
}

/** A short host means a Service in the namespace of the object (istio pkg/config/host ResolveShortnameToFQDN). */
const fullHost = (host: string, namespace: string): string =>
  host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;

/** A waypoint reads VirtualServices of its own namespace and of the Service's. */
const isReadBy = ({ namespace, binding }: Service, virtualService: Manifest): boolean =>
  virtualService.namespace === namespace || virtualService.namespace === binding.waypoint?.namespace;
