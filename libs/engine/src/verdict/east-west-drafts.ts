import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { Gateway, ServicePort } from '../model/model.js';
import { type Draft, plainRules } from './draft.js';
import type { EnvoyEvaluator } from './evaluation.js';
import { uniqueRefs } from './targets.js';
import { enforcerOf } from './waypoint-reach.js';

/** It hands inner tunnels on, so that all it can evaluate is a connection. */
const TUNNEL: ServicePort = { name: '', port: 15008, targetPort: null, targetPortName: '', protocol: 'TCP' };

/**
 * A policy at an east-west gateway, by the Gateway or its class: as rules for TCP, for the service-addressed traffic of
 * other networks (semantics 2.10; inferred from Istio core/listener_waypoint.go buildWaypointInternal, which tells it
 * from a waypoint nowhere before policies; 12.5).
 */
export function eastWestDrafts(gateway: Gateway, evaluator: EnvoyEvaluator, attachment: readonly Fact[]): Draft[] {
  const evaluation = evaluator.evaluate([TUNNEL], false);
  if (evaluation === null) return [];
  const { namespace, name, manifest } = gateway;
  const sentence = `East-west gateway ${namespace}/${name} holds it for what clients of other networks send to services here; this follows from Istio's source and was not tested.`;
  return [
    {
      enforcer: enforcerOf(gateway),
      pathClass: 'SERVICE_ADDRESSED',
      effect: evaluation.outcome.effect,
      rules: plainRules(evaluation.outcome),
      targets: uniqueRefs([manifest]),
      evidence: [...attachment, ...evaluation.facts, factAt(manifest, [], sentence)],
    },
  ];
}
