import type { FieldPath, Manifest, Skipped } from '../manifest/manifest.js';
import { dotted, refOf } from './evidence.js';

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
    field: dotted(path),
  };
}
