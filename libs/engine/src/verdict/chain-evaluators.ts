import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import { field, list, text } from '../model/narrow.js';
import type { OtherPolicy, RequestAuthentication } from '../model/policy.js';
import { chainProtocols } from '../waypoint/chains.js';
import type { EnvoyPlace } from './authorization-at-envoy.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';

const AS_WRITTEN: Evaluation = { outcome: { effect: 'AS_WRITTEN', rules: [] }, facts: [] };

/** A policy that every chain holds as it is written. */
export const everywhere: EnvoyEvaluator = { dependsOnPorts: false, absence: null, evaluate: () => AS_WRITTEN };

const nowhere = (absence: Fact): EnvoyEvaluator => ({ dependsOnPorts: false, absence, evaluate: () => null });

const chainsOnly = (protocol: 'HTTP' | 'TCP', absence: Fact): EnvoyEvaluator => ({
  dependsOnPorts: true,
  absence,
  evaluate: (ports) =>
    ports === null || ports.some((port) => chainProtocols(port).includes(protocol)) ? AS_WRITTEN : null,
});

/** Where an Envoy holds a policy of these kinds (semantics 3.3, 3.6, 3.7). */
export function evaluatorOf(policy: RequestAuthentication | OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  switch (policy.kind) {
    case 'RequestAuthentication':
      return chainsOnly(
        'HTTP',
        factAt(policy.manifest, ['spec'], 'Tokens are checked for HTTP only, never on TCP ports.'),
      );
    case 'WasmPlugin':
    case 'TrafficExtension':
      return extensionEvaluator(policy, place);
    case 'EnvoyFilter':
      return envoyFilterEvaluator(policy, place);
    case 'Telemetry':
      return everywhere;
  }
}

// A filter of the network kind is in TCP chains only, the others in HTTP chains only (model/extensions.go).
function extensionEvaluator({ kind, manifest }: OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  const { spec } = manifest.body;
  const wasm = kind === 'WasmPlugin' ? spec : field(spec, 'wasm');
  if (text(field(wasm, 'type')) === 'NETWORK') {
    return chainsOnly('TCP', factAt(manifest, ['spec'], 'A filter of type NETWORK is used on TCP ports only.'));
  }
  // A waypoint's HTTP chain is matched without a port (semantics 14.13).
  const matches = list(field(spec, 'match'));
  const onPorts = matches.length > 0 && matches.every((match) => list(field(match, 'ports')).length > 0);
  return place === 'WAYPOINT' && onPorts
    ? nowhere(
        factAt(
          manifest,
          ['spec', 'match'],
          'A waypoint matches HTTP filters without a port, so that none of these ports fits.',
        ),
      )
    : chainsOnly('HTTP', factAt(manifest, ['spec'], 'An HTTP filter is not used on TCP ports.'));
}

function envoyFilterEvaluator({ manifest }: OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  const contexts = list(field(manifest.body.spec, 'configPatches')).map(
    (patch) => text(field(field(patch, 'match'), 'context')) || 'ANY',
  );
  if (contexts.some((context) => CONTEXTS[place].has(context))) return everywhere;
  const fact = `No patch has a context that counts here: ${[...CONTEXTS[place]].join(', ')}.`;
  return nowhere(factAt(manifest, ['spec', 'configPatches'], fact));
}

const CONTEXTS: Readonly<Record<EnvoyPlace, ReadonlySet<string>>> = {
  WAYPOINT: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'WAYPOINT']),
  SIDECAR: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND']),
  GATEWAY: new Set(['ANY', 'GATEWAY']),
};
