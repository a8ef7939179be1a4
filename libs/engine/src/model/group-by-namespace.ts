/** By namespace, in the given order; namespaces in the order of their first object. */
export function groupByNamespace<T extends { readonly namespace: string }>(
  objects: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const object of objects) {
    const group = groups.get(object.namespace);
    if (group === undefined) groups.set(object.namespace, [object]);
    else group.push(object);
  }
  return groups;
}
