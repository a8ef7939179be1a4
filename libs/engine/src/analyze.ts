import type { Analysis } from './analysis.js';
import type { ReadResult } from './manifest/read.js';
import type { ModelOptions } from './model/build.js';

/** One cluster's manifests to the whole answer. Pure: the same objects in any order give the same bytes. */
export function analyze(_input: ReadResult, _options: ModelOptions = {}): Analysis {
  throw new Error('not built yet');
}
