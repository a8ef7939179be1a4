import type { ClusterModel, Service, Workload } from '../../model/model.js';
import type { Addresses } from '../addresses.js';
import { type AddressBlock, parseBlock } from '../address-block.js';
import type { ModelDirectory } from './model-directory.js';

/** What a name or address leads to. */
export type HostTarget =
  | { readonly kind: 'SERVICE'; readonly service: Service }
  | { readonly kind: 'POD'; readonly workload: Workload; readonly ip: string };

const DOMAIN = 'cluster.local';
/** Names with fewer dots are first looked for in the search domains (Kubernetes' resolv.conf: `ndots:5`). */
const DOTS = 5;

/** Resolves hosts as a client in the cluster does: by the search domains of its namespace, ServiceEntries, addresses. */
export class HostDirectory {
  private readonly wide: readonly Service[];
  private byAddress: Map<string, HostTarget> | null = null;
  private blocks: { readonly block: AddressBlock; readonly service: Service }[] = [];

  constructor(
    private readonly model: ClusterModel,
    private readonly directory: ModelDirectory,
    private readonly addresses: Addresses,
  ) {
    this.wide = model.services
      .filter(({ hostname }) => hostname.startsWith('*'))
      .sort((a, b) => b.hostname.length - a.hostname.length);
  }

  /** @param namespace of the client; null: it is outside, and whoever asks means the Service that it reaches */
  find(written: string, namespace: string | null): HostTarget | undefined {
    const host = written.toLowerCase();
    if (this.addresses.parse(host) !== null) return this.atAddress(host);
    for (const name of namesOf(host, namespace)) {
      const target = this.named(name);
      if (target !== undefined) return target;
    }
    return undefined;
  }

  private named(name: string): HostTarget | undefined {
    const service = this.directory.host(name) ?? this.wide.find(({ hostname }) => name.endsWith(hostname.slice(1)));
    return service === undefined ? this.podOfHeadless(name) : { kind: 'SERVICE', service };
  }

  /** `pod.service.namespace.svc.cluster.local`, as pods of a StatefulSet have. */
  private podOfHeadless(name: string): HostTarget | undefined {
    const dot = name.indexOf('.');
    const service = this.directory.host(name.slice(dot + 1));
    if (dot < 0 || service?.headless !== true) return undefined;
    const workload = service.workloads.find((candidate) => candidate.name === name.slice(0, dot));
    return workload && { kind: 'POD', workload, ip: workload.addresses[0] ?? '' };
  }

  /** Pods before Services, as ztunnel looks (semantics 14.8). */
  private atAddress(ip: string): HostTarget | undefined {
    const known = (this.byAddress ??= this.indexAddresses()).get(ip);
    if (known !== undefined) return known;
    const address = this.addresses.parse(ip);
    const entry = this.blocks.find(({ block }) => block.contains(address));
    return entry && { kind: 'SERVICE', service: entry.service };
  }

  private indexAddresses(): Map<string, HostTarget> {
    const targets = new Map<string, HostTarget>();
    for (const workload of this.model.workloads) {
      // ztunnel does not know host-network pods by address (semantics 14.3).
      if (workload.hostNetwork) continue;
      for (const ip of workload.addresses) if (!targets.has(ip)) targets.set(ip, { kind: 'POD', workload, ip });
    }
    for (const service of this.model.services) {
      for (const address of service.addresses) {
        const block = address.includes('/') ? parseBlock(address) : null;
        if (block !== null) this.blocks.push({ block, service });
        else if (!targets.has(address)) targets.set(address, { kind: 'SERVICE', service });
      }
    }
    return targets;
  }
}

/** In the order in which a resolver asks; a final dot means the name itself alone. */
function namesOf(host: string, namespace: string | null): readonly string[] {
  if (host.endsWith('.')) return [host.slice(0, -1)];
  if (host.split('.').length > DOTS) return [host];
  const own = namespace === null ? [] : [`${host}.${namespace}.svc.${DOMAIN}`];
  return [...own, `${host}.svc.${DOMAIN}`, `${host}.${DOMAIN}`, host];
}
