import type { ObjectRef } from '../manifest/manifest.js';
import { refOf } from '../model/evidence.js';
import type { Workload } from '../model/model.js';
import { compareText } from '../model/order.js';

export const compareRefs = (a: ObjectRef, b: ObjectRef): number =>
  compareText(a.kind, b.kind) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

/** Each object once, sorted. */
export function uniqueRefs(objects: Iterable<ObjectRef>): readonly ObjectRef[] {
  const refs: ObjectRef[] = [];
  for (const object of objects) refs.push(refOf(object));
  return sortedOnce(refs);
}

/** Workloads as people know them: by owner, each once, sorted. */
export function ownersOf(workloads: readonly Workload[]): readonly ObjectRef[] {
  const owners: ObjectRef[] = [];
  let last: ObjectRef | undefined;
  for (const { owner } of workloads) {
    // Pods of one owner mostly follow each other.
    if (owner !== last && (last === undefined || compareRefs(last, owner) !== 0)) owners.push(owner);
    last = owner;
  }
  return sortedOnce(owners);
}

/** Objects of a model come sorted by name, so most lists need no sorting. */
function sortedOnce(refs: ObjectRef[]): readonly ObjectRef[] {
  const isBefore = (ref: ObjectRef, index: number) => index === 0 || compareRefs(refs[index - 1] ?? ref, ref) < 0;
  if (refs.every(isBefore)) return refs;
  return refs.sort(compareRefs).filter(isBefore);
}

/** `Deployment shop/cart, Deployment shop/web and 3 more` */
export function someOf(refs: readonly ObjectRef[], shown = 3): string {
  const names = refs.slice(0, shown).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  return refs.length > shown ? `${names.join(', ')} and ${refs.length - shown} more` : names.join(', ');
}
