import type { Manifest } from '../manifest/manifest.js';
import { field, texts } from './narrow.js';
import { byAge, createdAt } from './order.js';

/**
 * Which object of a namespace serves a host that several of its objects name: the Kubernetes Service, else the oldest
 * ServiceEntry (semantics 3.8; Istio ambient/services.go ServicesCollection).
 */
export class EntryHosts {
  private readonly owners = new Map<string, Manifest>();

  constructor(entries: readonly Manifest[], services: readonly Manifest[]) {
    const contested = new Set<string>();
    const named = new Set<string>();
    for (const { namespace, body } of entries) {
      for (const host of texts(field(body.spec, 'hosts'))) {
        const key = keyOf(namespace, host);
        if (named.has(key) || host.endsWith(`.${namespace}.svc.cluster.local`)) contested.add(key);
        named.add(key);
      }
    }
    if (contested.size === 0) return;
    for (const service of services) {
      const key = keyOf(service.namespace, `${service.name}.${service.namespace}.svc.cluster.local`);
      if (contested.has(key)) this.owners.set(key, service);
    }
    for (const entry of [...entries].sort(oldestFirst)) {
      for (const host of texts(field(entry.body.spec, 'hosts'))) {
        const key = keyOf(entry.namespace, host);
        if (contested.has(key) && !this.owners.has(key)) this.owners.set(key, entry);
      }
    }
  }

  /** The object that serves the host in place of this one; null when this one does. */
  rivalOf(entry: Manifest, host: string): Manifest | null {
    const owner = this.owners.get(keyOf(entry.namespace, host));
    return owner === undefined || owner === entry ? null : owner;
  }
}

const keyOf = (namespace: string, host: string): string => `${namespace}/${host}`;

const oldestFirst = (a: Manifest, b: Manifest): number => byAge(aged(a), aged(b));

const aged = (manifest: Manifest) => ({
  namespace: manifest.namespace,
  name: manifest.name,
  creationTimestamp: createdAt(manifest),
});
