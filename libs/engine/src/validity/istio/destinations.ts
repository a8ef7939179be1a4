import { field, isFields, text, wholeNumber } from '../../model/narrow.js';
import { isLabel } from '../kubernetes/names.js';
import { shown } from '../fault-text.js';
import type { FaultList } from './fault-list.js';
import { hostProblem } from './hosts.js';

export type Path = readonly (string | number)[];

/** The weighted destinations of a route: istio validation.go validateHTTPRouteDestinations, validateRouteDestinations. */
export function targetFaults(targets: readonly unknown[], path: Path, faults: FaultList): void {
  let weights = 0;
  for (const [index, target] of targets.entries()) {
    const weight = wholeNumber(field(target, 'weight')) ?? 0;
    if (weight < 0) faults.add([...path, index, 'weight'], `must be at least 0, not ${weight}`);
    weights += weight;
    destinationFaults(field(target, 'destination'), [...path, index, 'destination'], faults);
  }
  if (targets.length > 1 && weights === 0) faults.add(path, 'must have weights that add up to more than 0');
}

/** validateDestination. */
export function destinationFaults(destination: unknown, path: Path, faults: FaultList): void {
  if (!isFields(destination)) return faults.add(path, 'must be set');
  const host = text(destination.host);
  const problem = host === '*' ? 'must be one host, not *' : hostProblem(host);
  if (problem !== null) faults.add([...path, 'host'], problem);
  const subset = text(destination.subset);
  if (subset !== '' && !isLabel(subset)) faults.add([...path, 'subset'], subsetProblem(subset));
  if (destination.port === undefined) return;
  const port = wholeNumber(field(destination.port, 'number')) ?? 0;
  if (port < 1 || port > 65535) faults.add([...path, 'port', 'number'], `must be from 1 to 65535, not ${port}`);
}

/** validateSubsetName. */
export const subsetProblem = (name: string): string =>
  `must have lower-case letters, digits and hyphens, not ${shown(name)}`;

/** validatePercentage. */
export function percentageFaults(percentage: unknown, path: Path, faults: FaultList): void {
  const value = field(percentage, 'value');
  if (typeof value === 'number' && (value < 0 || value > 100)) {
    faults.add([...path, 'value'], `must be from 0 to 100, not ${value}`);
  }
}
