import type { Skipped } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { Draft } from './draft.js';
import { gatewayClasses } from './gateway-classes.js';
import { gatewayDraft, showsRunningCluster } from './gateways.js';
import type { ManifestGroups } from './manifest-groups.js';
import type { Gateway, GatewayClass } from './model.js';
import { byNamespaceAndName } from './order.js';
import { GATEWAY_GROUP } from './routes.js';

export interface BuiltGateways {
  readonly classes: ReadonlyMap<string, GatewayClass>;
  /** Not yet linked to workloads and services; sorted by namespace and name. */
  readonly gateways: readonly Draft<Gateway>[];
  readonly byName: ReadonlyMap<string, Draft<Gateway>>;
}

export function buildGateways(groups: ManifestGroups, behaviour: IstioBehaviour, skipped: Skipped[]): BuiltGateways {
  const classes = gatewayClasses(groups.of(GATEWAY_GROUP, 'GatewayClass'));
  const live = showsRunningCluster(groups.of('', 'Pod'));
  const gateways: Draft<Gateway>[] = [];
  for (const manifest of groups.of(GATEWAY_GROUP, 'Gateway')) {
    const built = gatewayDraft(manifest, { classes, behaviour, live });
    if ('problem' in built) skipped.push(built.problem);
    else gateways.push(built.gateway);
  }
  gateways.sort(byNamespaceAndName);
  return {
    classes,
    gateways,
    byName: new Map(gateways.map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway])),
  };
}
