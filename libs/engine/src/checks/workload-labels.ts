import type { FieldPath } from '../manifest/manifest.js';
import type { Workload } from '../model/model.js';
import type { CheckIndex } from './check-index.js';

/** One workload for each owner: what stands in a pod template is one cause, however many pods come from it. */
export const workloadsByOwnerOnce = (index: CheckIndex): readonly Workload[] => index.once(firstOfEachOwner);

function firstOfEachOwner({ model }: CheckIndex): readonly Workload[] {
  const first = new Map<string, Workload>();
  for (const workload of model.workloads) {
    const { kind, namespace, name } = workload.owner;
    const key = `${kind}/${namespace}/${name}`;
    if (!first.has(key)) first.set(key, workload);
  }
  return [...first.values()];
}

/** Where a label or annotation of the pods stands in the manifest. */
export const podMetadata = ({ podPath }: Workload, part: 'labels' | 'annotations', key: string): FieldPath => [
  ...podPath,
  'metadata',
  part,
  key,
];
