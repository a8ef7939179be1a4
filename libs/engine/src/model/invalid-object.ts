import type { FieldPath, Manifest, Skipped } from '../manifest/manifest.js';
import { refOf } from './evidence.js';
import { field, isFields } from './narrow.js';

/** Reports an object that lacks what its kind needs; it takes no part in the analysis. */
export function invalidObject(manifest: Manifest, path: FieldPath, problem: string): Skipped {
  const { file, line } = manifest.locate(path);
  const name = manifest.namespace === '' ? manifest.name : `${manifest.namespace}/${manifest.name}`;
  return {
    file,
    line,
    reason: 'INVALID_OBJECT',
    message: `${manifest.kind} ${name} ${problem}`,
    object: refOf(manifest),
  };
}

/**
 * Why an object cannot be read at all, or null: its metadata or spec is there but is no object. (An absent spec is fine
 * for most kinds: a policy without one has its defaults.)
 */
export function brokenShape(manifest: Manifest): Skipped | null {
  for (const part of ['metadata', 'spec']) {
    const value = field(manifest.body, part);
    if (value !== undefined && value !== null && !isFields(value)) {
      return invalidObject(manifest, [part], `has a ${part} that is not an object; write it as a map of fields.`);
    }
  }
  return null;
}
