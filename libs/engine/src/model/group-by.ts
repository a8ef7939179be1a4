/** By key, in the given order; keys in the order of their first object. (Node 20 has no Map.groupBy.) */
export function groupBy<Key, T>(objects: Iterable<T>, keyOf: (object: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return groups;
}
