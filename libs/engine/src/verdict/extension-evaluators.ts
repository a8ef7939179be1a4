import type { Fact } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import { field, list, text, wholeNumber } from '../model/narrow.js';
import type { OtherPolicy } from '../model/policy.js';
import type { EnvoyPlace } from './authorization-at-envoy.js';
import type { EnvoyEvaluator } from './evaluation.js';
import { chainsOnly, everywhereWith, nowhere } from './plain-evaluators.js';

/**
 * A WasmPlugin or TrafficExtension (semantics 3.6): a filter of the network kind is in TCP chains only, the others, Lua
 * included, in HTTP chains only (Istio model/extensions.go).
 */
export function extensionEvaluator({ kind, manifest }: OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  const { spec } = manifest.body;
  const wasm = kind === 'WasmPlugin' ? spec : field(spec, 'wasm');
  const isNetwork = text(field(wasm, 'type')) === 'NETWORK';
  const absence = matchless(manifest, place, isNetwork);
  if (absence !== null) return nowhere(absence);
  return isNetwork
    ? chainsOnly('TCP', factAt(manifest, ['spec'], 'A filter of type NETWORK is used on TCP ports only.'))
    : chainsOnly('HTTP', factAt(manifest, ['spec'], 'An HTTP filter is not used on TCP ports.'));
}

/** Why none of its matches fits any listener there; null when one may. */
function matchless(manifest: OtherPolicy['manifest'], place: EnvoyPlace, isNetwork: boolean): Fact | null {
  const matches = list(field(manifest.body.spec, 'match'));
  if (matches.length === 0) return null;
  const at: FieldPath = ['spec', 'match'];
  // A waypoint listens as a server, a gateway as a client (Istio model/extensions.go matchTrafficSelectors).
  const wrongSide = { WAYPOINT: 'CLIENT', GATEWAY: 'SERVER', SIDECAR: null }[place];
  const onSide = matches.filter((match) => wrongSide === null || field(match, 'mode') !== wrongSide);
  if (onSide.length === 0) {
    return factAt(manifest, at, `Every match is for mode ${wrongSide}, and listeners here count as the other side.`);
  }
  // A waypoint's HTTP chain is matched without a port (semantics 14.13).
  const onPorts = onSide.every((match) => list(field(match, 'ports')).length > 0);
  if (place !== 'WAYPOINT' || isNetwork || !onPorts) return null;
  return factAt(manifest, at, 'A waypoint matches HTTP filters without a port, so that none of these ports fits.');
}

const CONTEXTS: Readonly<Record<EnvoyPlace, ReadonlySet<string>>> = {
  // WAYPOINT is a word of the API from 1.29 on, and no code of Istio looks for it (semantics 3.7).
  WAYPOINT: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND']),
  SIDECAR: new Set(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND']),
  GATEWAY: new Set(['ANY', 'GATEWAY']),
};

/** An EnvoyFilter, by the contexts of its patches (semantics 3.7); several of one proxy are ordered by priority. */
export function envoyFilterEvaluator({ manifest }: OtherPolicy, place: EnvoyPlace): EnvoyEvaluator {
  const { spec } = manifest.body;
  const patches = list(field(spec, 'configPatches'));
  const counting = patches.map((patch) => counts(patch, place));
  if (!counting.includes(true)) {
    const fact = `No patch has a context that counts here: ${[...CONTEXTS[place]].join(', ')}.`;
    return nowhere(factAt(manifest, ['spec', 'configPatches'], fact));
  }
  const idle = counting.flatMap((isCounting, index) => (isCounting ? [] : [index]));
  const facts = idle.slice(0, 2).map((index) => {
    const sentence = `This patch has context ${contextOf(patches[index])}, which does not count for it here.`;
    return factAt(manifest, ['spec', 'configPatches', index, 'match', 'context'], sentence);
  });
  const priority = wholeNumber(field(spec, 'priority'));
  if (priority === null) return everywhereWith(facts);
  const sentence = `Its priority is ${priority}: of the EnvoyFilters of one proxy the lower numbers come first.`;
  return everywhereWith([...facts, factAt(manifest, ['spec', 'priority'], sentence)]);
}

const contextOf = (patch: unknown): string => text(field(field(patch, 'match'), 'context')) || 'ANY';

/**
 * A waypoint patches its listeners, routes and inserted clusters as inbound ones and its other clusters as outbound
 * ones (Istio core/listener_builder.go patchListeners, core/cluster.go).
 */
function counts(patch: unknown, place: EnvoyPlace): boolean {
  const context = contextOf(patch);
  if (place !== 'WAYPOINT' || context === 'ANY') return CONTEXTS[place].has(context);
  const isCluster = field(patch, 'applyTo') === 'CLUSTER';
  const isInserted = field(field(patch, 'patch'), 'operation') === 'ADD';
  if (context === 'SIDECAR_OUTBOUND') return isCluster;
  return context === 'SIDECAR_INBOUND' && (!isCluster || isInserted);
}
