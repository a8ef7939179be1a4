import { field, texts } from '../../model/narrow.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { routeParents } from '../routes.js';
import { nameOf } from '../say.js';

export const classicAndGatewayApiMixed = defineCheck({
  id: 'classic-and-gateway-api-mixed',
  severity: 'warning',
  title: 'A VirtualService and a Gateway API route for one Service',
  why: 'Istio leaves undefined what a waypoint does with a VirtualService and a Gateway API route for the same Service. In today’s code both are concatenated and the first match wins, in an order that depends on namespaces and creation times.',
  fix: 'Keep one of the two. Gateway API routes are the ones that ambient mode supports.',
  source:
    'istio.io ambient/usage/l7-features; istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint (semantics 3.8)',

  run(input, report) {
    const routed = routeParents(input).filter(({ service }) => service?.binding.waypoint?.role === 'WAYPOINT');
    const virtualServices = input.model.othersByKind.get('VirtualService') ?? [];
    if (routed.length === 0) return;
    for (const virtualService of virtualServices) {
      const { spec } = virtualService.body;
      const gateways = texts(field(spec, 'gateways'));
      if (gateways.length > 0 && !gateways.includes('mesh')) continue;
      texts(field(spec, 'hosts')).forEach((host, position) => {
        const mixed = routed.filter(({ service }) => service !== null && concerns(virtualService, host, service));
        const service = mixed[0]?.service;
        if (!service) return;
        report({
          manifest: virtualService,
          field: ['spec', 'hosts', position],
          message: `${nameOf(virtualService)} and ${nameOf(mixed[0]!.route)} both route ${nameOf(service)}: which of them its waypoint follows is undefined`,
          affected: [service, ...mixed.map(({ route }) => route)],
          evidence: service.binding.evidence(),
          cause: `${service.namespace}/${service.name}`,
        });
      });
    }
  },
});

/** A waypoint reads VirtualServices of its own namespace and of the Service's; a short host means the namespace of the object. */
function concerns(virtualService: Manifest, host: string, service: Service): boolean {
  const { namespace } = virtualService;
  if (namespace !== service.namespace && namespace !== service.binding.waypoint?.namespace) return false;
  return host === service.hostname || (!host.includes('.') && host === service.name && namespace === service.namespace);
}
