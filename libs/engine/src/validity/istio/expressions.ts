import { patternTest } from '../custom/pattern.js';
import { shown } from '../fault-text.js';
import type { FaultList } from './fault-list.js';

const LONGEST = 1024;

/** istio validation.go validateStringRegexp: expressions are RE2's. */
export function expressionFaults(expression: unknown, path: readonly (string | number)[], faults: FaultList): void {
  if (typeof expression !== 'string') return;
  if (expression === '' || expression.length > LONGEST) {
    faults.add(path, `must have 1 to ${LONGEST} characters`);
  } else if (patternTest(expression) === null) {
    faults.add(path, `must be a regular expression that RE2 reads, not ${shown(expression)}`);
  }
}
