import type { Manifest } from '../manifest/manifest.js';
import type { Workload } from './model.js';
import { byNamespaceAndName } from './order.js';
import { field, labelsOf, labelValue, list, text } from './narrow.js';

const SERVICE_NAME = 'kubernetes.io/service-name';

/**
 * Pods by `namespace/service`, as EndpointSlices list them by targetRef. An address alone names no pod
 * (ambient/workloads.go matchingServicesWithoutSelectors).
 */
export function listedEndpoints(
  slices: readonly Manifest[],
  pods: ReadonlyMap<string, Workload>,
): ReadonlyMap<string, readonly Workload[]> {
  const listed = new Map<string, Set<Workload>>();
  for (const slice of slices) {
    const service = labelValue(labelsOf(field(slice.body.metadata, 'labels')), SERVICE_NAME);
    if (service === undefined) continue;
    const namespace = slice.namespace;
    for (const endpoint of list(field(slice.body, 'endpoints'))) {
      const pod = podOf(field(endpoint, 'targetRef'), namespace, pods);
      if (pod === undefined) continue;
      const name = `${namespace}/${service}`;
      const known = listed.get(name);
      if (known === undefined) listed.set(name, new Set([pod]));
      else known.add(pod);
    }
  }
  return new Map([...listed].map(([name, workloads]) => [name, [...workloads].sort(byNamespaceAndName)]));
}

function podOf(targetRef: unknown, namespace: string, pods: ReadonlyMap<string, Workload>): Workload | undefined {
  if (field(targetRef, 'kind') !== 'Pod') return undefined;
  return pods.get(`${text(field(targetRef, 'namespace')) || namespace}/${text(field(targetRef, 'name'))}`);
}
