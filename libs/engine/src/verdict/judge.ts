import type { Verdict } from '../analysis.js';
import type { ClusterModel } from '../model/model.js';

/** Every policy of the model to its verdicts, sorted. */
export function judge(_model: ClusterModel): Verdict[] {
  throw new Error('not built yet');
}
