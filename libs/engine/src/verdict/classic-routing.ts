import type { Fact } from '../analysis.js';
import type { Manifest } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { ClusterModel, Service } from '../model/model.js';
import { field, texts } from '../model/narrow.js';

/** VirtualServices by the full name of the hosts they route. */
export class ClassicRouting {
  private readonly byHost = new Map<string, Manifest[]>();

  constructor({ othersByKind }: ClusterModel) {
    for (const virtualService of othersByKind.get('VirtualService') ?? []) {
      for (const host of texts(field(virtualService.body.spec, 'hosts'))) this.add(host, virtualService);
    }
  }

  /** What routes the service besides Gateway API: Istio documents the mixture as undefined (semantics 3.8). */
  factsAbout({ hostname }: Service): readonly Fact[] {
    return (this.byHost.get(hostname) ?? []).map((virtualService) =>
      factAt(
        virtualService,
        ['spec', 'hosts'],
        `VirtualService ${virtualService.namespace}/${virtualService.name} routes ${hostname} too: mixing it with Gateway API routes is undefined.`,
      ),
    );
  }

  // A short name means the VirtualService's own namespace (Istio model ResolveShortnameToFQDN).
  private add(host: string, virtualService: Manifest): void {
    const full = host.includes('.') ? host : `${host}.${virtualService.namespace}.svc.cluster.local`;
    const known = this.byHost.get(full);
    if (known === undefined) this.byHost.set(full, [virtualService]);
    else known.push(virtualService);
  }
}
