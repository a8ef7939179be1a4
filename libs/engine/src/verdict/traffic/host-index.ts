import { fullHost, hostsMeet } from '../../model/host-names.js';
import type { Service } from '../../model/model.js';

const NONE: readonly Service[] = Object.freeze([]);

/** Services by the hosts that VirtualServices and DestinationRules name. */
export class HostIndex {
  private readonly byHost = new Map<string, Service[]>();
  private readonly byWildcard = new Map<string, readonly Service[]>();

  constructor(private readonly services: readonly Service[]) {
    for (const service of services) {
      const known = this.byHost.get(service.hostname);
      if (known === undefined) this.byHost.set(service.hostname, [service]);
      else known.push(service);
    }
  }

  /** @param namespace of the object that names the host */
  named(host: string, namespace: string): readonly Service[] {
    const full = fullHost(host, namespace);
    return full.startsWith('*') ? this.matching(full) : (this.byHost.get(full) ?? NONE);
  }

  private matching(wildcard: string): readonly Service[] {
    let services = this.byWildcard.get(wildcard);
    if (services === undefined) {
      services = this.services.filter(({ hostname }) => hostsMeet(wildcard, hostname));
      this.byWildcard.set(wildcard, services);
    }
    return services;
  }
}
