import { field, list, text } from '../model/narrow.js';
import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { Route } from '../model/route.js';

/** Which Gateways send requests to each of these services by Gateway API routes; services without any are left out. */
export function routedGateways(
  model: ClusterModel,
  services: readonly Service[],
): ReadonlyMap<Service, readonly Gateway[]> {
  const byName = new Map(services.map((service) => [`${service.kind}/${service.namespace}/${service.name}`, service]));
  const found = new Map<Service, Set<Gateway>>();
  for (const route of model.routes) {
    const gateways = parentGateways(model, route);
    if (gateways.length === 0) continue;
    for (const backend of backendKeys(route)) {
      const service = byName.get(backend);
      if (service === undefined) continue;
      const known = found.get(service) ?? new Set();
      for (const gateway of gateways) known.add(gateway);
      found.set(service, known);
    }
  }
  return new Map([...found].map(([service, gateways]) => [service, [...gateways]]));
}

const parentGateways = (model: ClusterModel, { parentRefs }: Route): readonly Gateway[] =>
  parentRefs.flatMap(({ kind, namespace, name }) => {
    const gateway = kind === 'Gateway' ? model.gatewaysByName.get(`${namespace}/${name}`) : undefined;
    return gateway?.role === 'GATEWAY' ? [gateway] : [];
  });

/** `kind/namespace/name` with Gateway API's defaults: kind Service, the route's own namespace. */
const backendKeys = (route: Route): readonly string[] =>
  list(field(route.manifest.body.spec, 'rules'))
    .flatMap((rule) => list(field(rule, 'backendRefs')))
    .map((ref) => {
      const namespace = text(field(ref, 'namespace')) || route.namespace;
      return `${text(field(ref, 'kind')) || 'Service'}/${namespace}/${text(field(ref, 'name'))}`;
    });
