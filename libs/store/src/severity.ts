import type { Severity } from '@waymark/engine';

/** The worst first: the position is the rank that is stored. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export function severityOf(rank: number): Severity {
  const severity = SEVERITIES[rank];
  if (severity === undefined) throw new Error(`There is no severity of rank ${rank}.`);
  return severity;
}
