import type { KubernetesObject, Manifest } from '../../manifest/manifest.js';
import { withBody } from '../../manifest/read-manifest.js';
import type { Reached } from './reached.js';

/** Keys of maps, such as labels, count as one field. */
const PLAIN_KEY = /^[a-z][A-Za-z0-9]{0,40}$/;

/**
 * The same manifests with bodies that count how often a value is read, and tell which fields are.
 *
 * A field is named by its path without indices, e.g. `spec.rules[].to`.
 */
export function withCountedReads(manifests: readonly Manifest[], reached: Reached) {
  let reads = 0;
  let values = 0;
  const watch = (value: unknown, kind: string, path: string): unknown => {
    values += 1;
    if (typeof value !== 'object' || value === null) return value;
    const known = new Map<PropertyKey, unknown>();
    return new Proxy(value, {
      get(target, key, receiver): unknown {
        if (known.has(key)) {
          reads += 1;
          return known.get(key);
        }
        const child: unknown = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return child;
        reads += 1;
        const inner = Array.isArray(target)
          ? key === 'length'
            ? path
            : `${path}[]`
          : `${path}.${PLAIN_KEY.test(key) ? key : '*'}`;
        if (key !== 'length') reached.field(kind, inner, child);
        const watched = watch(child, kind, inner);
        known.set(key, watched);
        return watched;
      },
    });
  };
  const counted = manifests.map((manifest) =>
    withBody(manifest, watch(manifest.body, manifest.kind, '') as KubernetesObject),
  );
  return { counted, reads: () => reads, values: () => values };
}
