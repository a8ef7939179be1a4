import type { Building } from './building.js';
import type { Draft } from './draft.js';
import { gatewayClasses } from './gateway-classes.js';
import { gatewayDraft, showsRunningCluster } from './gateways.js';
import type { Gateway, GatewayClass } from './model.js';
import { byNamespaceAndName } from './order.js';
import { GATEWAY_GROUP } from './routes.js';

export interface BuiltGateways {
  readonly classes: ReadonlyMap<string, GatewayClass>;
  /** Not yet linked to workloads and services; sorted by namespace and name. */
  readonly gateways: readonly Draft<Gateway>[];
  readonly gatewaysByName: ReadonlyMap<string, Draft<Gateway>>;
}

export function buildGateways({ groups, namespaces, behaviour, skipped }: Building): BuiltGateways {
  const classes = gatewayClasses(groups.of(GATEWAY_GROUP, 'GatewayClass'));
  const live = showsRunningCluster(groups.of('', 'Pod'));
  const gateways: Draft<Gateway>[] = [];
  for (const manifest of groups.of(GATEWAY_GROUP, 'Gateway')) {
    const built = gatewayDraft(manifest, { classes, behaviour, live });
    if ('problem' in built) skipped.push(built.problem);
    else gateways.push(built.gateway);
  }
  for (const { namespace } of gateways) namespaces.get(namespace);
  gateways.sort(byNamespaceAndName);
  const byName = gateways.map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway] as const);
  return { classes, gateways, gatewaysByName: new Map(byName) };
}
