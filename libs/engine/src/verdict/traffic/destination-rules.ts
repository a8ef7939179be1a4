import type { Manifest } from '../../manifest/manifest.js';
import { fullHost, hostsMeet } from '../../model/host-names.js';
import type { ClusterModel, Service } from '../../model/model.js';
import { field, isFields, text } from '../../model/narrow.js';
import { byAge, createdAt } from '../../model/order.js';
import { isExportedTo } from './export-to.js';
import type { HostIndex } from './host-index.js';

/** DestinationRules by the services that they are about. */
export class DestinationRules {
  private readonly byService = new Map<Service, Manifest[]>();

  constructor(
    private readonly model: ClusterModel,
    hosts: HostIndex,
  ) {
    const oldestFirst = [...(model.othersByKind.get('DestinationRule') ?? [])].sort((a, b) => byAge(aged(a), aged(b)));
    for (const rule of oldestFirst) {
      for (const service of hosts.named(hostOf(rule), rule.namespace)) {
        const known = this.byService.get(service);
        if (known === undefined) this.byService.set(service, [rule]);
        else known.push(rule);
      }
    }
  }

  /**
   * The rules that a proxy of a namespace uses for a service: those of the first namespace that has any (its own, the
   * service's, the root), and of these the ones with the most particular host (Istio model/push_context.go
   * destinationRule). One host's rules are merged. Rules with a workloadSelector are for sidecars only.
   */
  usedBy(namespace: string, service: Service): readonly Manifest[] {
    const candidates = (this.byService.get(service) ?? []).filter((rule) => !hasWorkloadSelector(rule));
    if (candidates.length === 0) return [];
    for (const place of [namespace, service.namespace, this.model.mesh.rootNamespace]) {
      const here = candidates.filter(
        (rule) => rule.namespace === place && (place === namespace || isExportedTo(rule, namespace)),
      );
      if (here.length > 0) return mostParticular(here, service);
    }
    return [];
  }
}

const aged = (manifest: Manifest) => ({
  namespace: manifest.namespace,
  name: manifest.name,
  creationTimestamp: createdAt(manifest),
});

export const hostOf = ({ body }: Manifest): string => text(field(body.spec, 'host'));

export const hasWorkloadSelector = ({ body }: Manifest): boolean => isFields(field(body.spec, 'workloadSelector'));

function mostParticular(rules: readonly Manifest[], { hostname }: Service): readonly Manifest[] {
  const hosts = rules.map((rule) => fullHost(hostOf(rule), rule.namespace));
  const best = hosts
    .filter((host) => host === hostname || hostsMeet(host, hostname))
    .sort((a, b) => Number(b === hostname) - Number(a === hostname) || b.length - a.length)[0];
  return rules.filter((_, index) => hosts[index] === best);
}
