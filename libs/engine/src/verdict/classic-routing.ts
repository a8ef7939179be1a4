import type { Fact } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { ClusterModel, Service } from '../model/model.js';
import { field, texts } from '../model/narrow.js';
import { byAge, createdAt } from '../model/order.js';
import type { HostIndex } from './traffic/host-index.js';

const NONE: readonly Manifest[] = Object.freeze([]);

/** VirtualServices by the services that they route for the mesh, oldest first. */
export class ClassicRouting {
  private readonly byService = new Map<Service, Manifest[]>();

  constructor({ othersByKind }: ClusterModel, hosts: HostIndex) {
    const virtualServices = [...(othersByKind.get('VirtualService') ?? [])];
    for (const virtualService of virtualServices.sort((a, b) => byAge(aged(a), aged(b)))) {
      const { spec } = virtualService.body;
      const gateways = texts(field(spec, 'gateways'));
      if (gateways.length > 0 && !gateways.includes('mesh')) continue;
      for (const host of texts(field(spec, 'hosts'))) {
        for (const service of hosts.named(host, virtualService.namespace)) this.add(service, virtualService);
      }
    }
  }

  of(service: Service): readonly Manifest[] {
    return this.byService.get(service) ?? NONE;
  }

  /** What routes the service besides Gateway API: Istio documents the mixture as undefined (semantics 3.8). */
  factsAbout(service: Service): readonly Fact[] {
    return this.of(service).map((virtualService) =>
      factAt(
        virtualService,
        ['spec', 'hosts'],
        `VirtualService ${virtualService.namespace}/${virtualService.name} routes ${service.hostname} too: mixing it with Gateway API routes is undefined.`,
      ),
    );
  }

  private add(service: Service, virtualService: Manifest): void {
    const known = this.byService.get(service);
    if (known === undefined) this.byService.set(service, [virtualService]);
    else if (known.at(-1) !== virtualService) known.push(virtualService);
  }
}

const aged = (manifest: Manifest) => ({
  namespace: manifest.namespace,
  name: manifest.name,
  creationTimestamp: createdAt(manifest),
});
