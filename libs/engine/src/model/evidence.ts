import type { Fact } from '../analysis.js';
import type { FieldPath, Manifest, ObjectRef } from '../manifest/manifest.js';

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `['spec', 'rules', 0]` → `spec.rules[0]`; keys with dots or slashes are quoted: `metadata.labels["a.b/c"]`. */
export function dotted(path: FieldPath): string {
  let result = '';
  for (const step of path) {
    if (typeof step === 'number') result += `[${step}]`;
    else if (PLAIN_KEY.test(step)) result += result === '' ? step : `.${step}`;
    else result += `["${step}"]`;
  }
  return result;
}

export const refOf = (object: ObjectRef): ObjectRef => ({
  kind: object.kind,
  namespace: object.namespace,
  name: object.name,
});

/** One link of an evidence chain, with the line of its field. */
export function factAt(manifest: Manifest, path: FieldPath, fact: string): Fact {
  const { file, line } = path.length === 0 ? manifest.place : manifest.locate(path);
  return { fact, object: refOf(manifest), field: dotted(path), file, line };
}
