import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import { type Draft, plainRules } from './draft.js';
import type { EnvoyEvaluator } from './evaluation.js';
import type { Exposure } from './exposure.js';

/**
 * A policy without targetRefs at the classic ingress and egress gateways that it selects (semantics 3.2, last column).
 * Their enforcer has the namespace and name of the workload: many classic Gateways may share one proxy.
 */
export function classicGatewayDrafts(
  { classicGateways }: Exposure,
  evaluator: EnvoyEvaluator,
  attachment: readonly Fact[],
): Draft[] {
  if (classicGateways.length === 0) return [];
  const evaluation = evaluator.evaluate(null, false);
  if (evaluation === null) return [];
  const byOwner = new Map(classicGateways.map((workload) => [JSON.stringify(workload.owner), workload]));
  return [...byOwner.values()].map(({ owner, manifest, podPath }) => {
    const { namespace, name } = owner;
    const fact = factAt(manifest, podPath, `The gateway ${namespace}/${name} evaluates it for what enters through it.`);
    return {
      enforcer: { type: 'GATEWAY', namespace, name },
      pathClass: 'INGRESS',
      effect: evaluation.outcome.effect,
      rules: plainRules(evaluation.outcome),
      targets: [owner],
      evidence: [...attachment, ...evaluation.facts, fact],
    };
  });
}
