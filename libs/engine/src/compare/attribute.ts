import type { Analysis } from '../analysis.js';
import type { BehaviourChange } from '../version/behaviour-changes.js';
import type { Causes } from './causes.js';
import { compareAnalyses, hasChanges } from './compare-analyses.js';

/** The releases between two, made by taking over one behaviour after the other. */
export interface Steps {
  readonly names: readonly BehaviourChange['name'][];
  /** The analysis with the first so many behaviours taken over. */
  analysisAt(count: number): Analysis;
}

/**
 * Finds by halving which behaviours change something, and notes what. A part that changes nothing as a whole is left at
 * that: behaviours that take each other's effect back inside it change nothing in the end either.
 *
 * @param first index of the first behaviour of the part, the first of `before`
 * @param end index behind its last one, all of them taken over in `after`
 */
export function attribute(
  part: { before: Analysis; after: Analysis; first: number; end: number },
  steps: Steps,
  causes: Causes,
): void {
  const { before, after, first, end } = part;
  const changes = compareAnalyses(before, after);
  const name = steps.names[first];
  if (name === undefined || !hasChanges(changes)) return;
  if (end - first === 1) return causes.add(name, changes);
  const middle = (first + end) >> 1;
  const between = steps.analysisAt(middle);
  attribute({ before, after: between, first, end: middle }, steps, causes);
  attribute({ before: between, after, first: middle, end }, steps, causes);
}
