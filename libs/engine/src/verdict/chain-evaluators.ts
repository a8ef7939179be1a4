import { field, list, text } from '../model/narrow.js';
import type { OtherPolicy, Policy, RequestAuthentication } from '../model/policy.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';

const AS_WRITTEN: Evaluation = { outcome: { effect: 'AS_WRITTEN', rules: [] }, facts: [] };

/** A policy that every chain holds as it is written. */
export const everywhere: EnvoyEvaluator = { dependsOnPorts: false, evaluate: () => AS_WRITTEN };

/** A policy that no chain holds. */
export const nowhere: EnvoyEvaluator = { dependsOnPorts: false, evaluate: () => null };

/** A policy that chains of one protocol hold. */
export const chainsOnly = (protocol: 'HTTP' | 'TCP'): EnvoyEvaluator => ({
  dependsOnPorts: true,
  evaluate: (ports) =>
    ports === null || ports.some((port) => chainProtocols(port).includes(protocol)) ? AS_WRITTEN : null,
});

/** Where an Envoy holds a policy of these kinds (semantics 3.3, 3.6, 3.7). */
export function evaluatorOf(
  policy: RequestAuthentication | OtherPolicy,
  place: 'WAYPOINT' | 'SIDECAR' | 'GATEWAY',
): EnvoyEvaluator {
  switch (policy.kind) {
    case 'RequestAuthentication':
      return chainsOnly('HTTP');
    case 'WasmPlugin':
    case 'TrafficExtension':
      return extensionEvaluator(policy, place);
    case 'EnvoyFilter':
      return envoyFilterContexts(policy).some((context) => CONTEXTS[place].has(context)) ? everywhere : nowhere;
    case 'Telemetry':
      return everywhere;
  }
}

// A filter of the network kind is in TCP chains only, the others in HTTP chains only (model/extensions.go).
function extensionEvaluator(
  { kind, manifest }: OtherPolicy,
  place: 'WAYPOINT' | 'SIDECAR' | 'GATEWAY',
): EnvoyEvaluator {
  const { spec } = manifest.body;
  const wasm = kind === 'WasmPlugin' ? spec : field(spec, 'wasm');
  if (text(field(wasm, 'type')) === 'NETWORK') return chainsOnly('TCP');
  // A waypoint's HTTP chain is matched without a port, so that a match on ports never holds (semantics 14.13).
  const matches = list(field(spec, 'match'));
  const onPorts = matches.length > 0 && matches.every((match) => list(field(match, 'ports')).length > 0);
  return place === 'WAYPOINT' && onPorts ? nowhere : chainsOnly('HTTP');
}

const CONTEXTS: Readonly<Record<'WAYPOINT' | 'SIDECAR' | 'GATEWAY', ReadonlySet<string>>> = {
  WAYPOINT: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'WAYPOINT']),
  SIDECAR: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND']),
  GATEWAY: new Set(['ANY', 'GATEWAY']),
};

const envoyFilterContexts = ({ manifest }: Policy): readonly string[] =>
  list(field(manifest.body.spec, 'configPatches')).map(
    (patch) => text(field(field(patch, 'match'), 'context')) || 'ANY',
  );
