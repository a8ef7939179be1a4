import { portFieldsOf, portsOf } from '../authorization/ports.js';
import { factAt } from '../model/evidence.js';
import type { Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { Context } from './context.js';
import type { Judged } from './destination-drafts.js';
import type { Evaluation } from './evaluation.js';

/**
 * At the pods the port on the pod is compared (semantics 4.7, 5.3): where every number of a field is one that only the
 * Service knows, the field never hits. Workloads are told apart by it.
 */
export function byPorts(
  policy: AuthorizationPolicy,
  judged: readonly Judged[],
  workloads: readonly Workload[],
  enforcer: string,
  context: Context,
): readonly Judged[] {
  if (!judged.some(({ evaluation }) => evaluation.outcome.effect === 'AS_WRITTEN')) return judged;
  // One field that never hits is enough for a verdict; the first one speaks for it.
  const found = portFieldsOf(policy)
    .map((field) => ({ field, ...context.mistaking(workloads, portsOf([field])) }))
    .find(({ mistaken }) => mistaken.size > 0);
  if (found === undefined) return judged;
  const fact = `This is a port of the Service; ${enforcer} compares the port on the pod, which is another.`;
  const because = factAt(policy.manifest, found.field.path, fact);
  return judged.flatMap(({ workloads: some, evaluation }): readonly Judged[] => {
    if (evaluation.outcome.effect !== 'AS_WRITTEN') return [{ workloads: some, evaluation }];
    const wrong: Evaluation = {
      outcome: { ...evaluation.outcome, effect: 'WRONG_PORT_SPACE' },
      facts: [...evaluation.facts, because],
    };
    return [
      { workloads: both(some, found.mistaken), evaluation: wrong },
      { workloads: both(some, found.right), evaluation },
    ];
  });
}

function both(some: ReadonlySet<Workload> | null, others: ReadonlySet<Workload>): ReadonlySet<Workload> {
  return some === null ? others : new Set([...some].filter((workload) => others.has(workload)));
}
