import type { ObjectRef } from '../manifest/manifest.js';
import { refOf } from '../model/evidence.js';
import type { Workload } from '../model/model.js';
import { compareText } from '../model/order.js';

export const compareRefs = (a: ObjectRef, b: ObjectRef): number =>
  compareText(a.kind, b.kind) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;

/** Each object once, sorted. */
export function uniqueRefs(objects: Iterable<ObjectRef>): readonly ObjectRef[] {
  const refs = new Map<string, ObjectRef>();
  for (const object of objects) {
    const key = keyOf(object);
    if (!refs.has(key)) refs.set(key, refOf(object));
  }
  return [...refs.values()].sort(compareRefs);
}

/** Workloads as people know them: by owner, each once, sorted. */
export const ownersOf = (workloads: readonly Workload[]): readonly ObjectRef[] => uniqueRefs(owners(workloads));

function* owners(workloads: readonly Workload[]): Iterable<ObjectRef> {
  // Pods of one owner mostly follow each other and share its reference.
  let last: ObjectRef | undefined;
  for (const { owner } of workloads) {
    if (owner !== last) yield owner;
    last = owner;
  }
}

/** `Deployment shop/cart, Deployment shop/web and 3 more` */
export function someOf(refs: readonly ObjectRef[], shown = 3): string {
  const names = refs.slice(0, shown).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  return refs.length > shown ? `${names.join(', ')} and ${refs.length - shown} more` : names.join(', ');
}
