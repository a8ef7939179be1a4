import type { Fact } from '../analysis.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';

const asWritten = (facts: readonly Fact[]): Evaluation => ({ outcome: { effect: 'AS_WRITTEN', rules: [] }, facts });

const AS_WRITTEN = asWritten([]);

/** A policy that every chain holds as it is written. */
export const everywhere: EnvoyEvaluator = { dependsOnPorts: false, absence: null, evaluate: () => AS_WRITTEN };

/** The same, with something to say about it. */
export function everywhereWith(facts: readonly Fact[]): EnvoyEvaluator {
  if (facts.length === 0) return everywhere;
  const evaluation = asWritten(facts);
  return { dependsOnPorts: false, absence: null, evaluate: () => evaluation };
}

/** A policy that no chain holds. */
export const nowhere = (absence: Fact): EnvoyEvaluator => ({
  dependsOnPorts: false,
  absence,
  evaluate: () => null,
});

export const chainsOnly = (protocol: 'HTTP' | 'TCP', absence: Fact): EnvoyEvaluator => ({
  dependsOnPorts: true,
  absence,
  evaluate: (ports) =>
    ports === null || ports.some((port) => chainProtocols(port).includes(protocol)) ? AS_WRITTEN : null,
});
