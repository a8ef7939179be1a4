import type { Manifest } from '../manifest/manifest.js';
import type { Workload } from './model.js';

/** `namespace/name` of every account that exists or that something runs as. Kubernetes adds `default` to each namespace. */
export function serviceAccounts(manifests: readonly Manifest[], workloads: readonly Workload[]): ReadonlySet<string> {
  const accounts = new Set<string>();
  for (const manifest of manifests) accounts.add(`${manifest.namespace}/${manifest.name}`);
  for (const { namespace, serviceAccount } of workloads) {
    if (serviceAccount !== '') accounts.add(`${namespace}/${serviceAccount}`);
  }
  return new Set([...accounts].sort());
}
