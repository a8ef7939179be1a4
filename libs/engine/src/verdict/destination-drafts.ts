import type { Effect, Enforcer, Fact, PathClass, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { Workload } from '../model/model.js';
import type { Draft } from './draft.js';
import type { Evaluation } from './evaluation.js';
import type { Reach } from './exposure.js';
import { rankOf } from './precedence.js';
import { compareRefs } from './targets.js';

/** What the enforcer at the destination makes of a policy, for some of the workloads. */
export interface Judged {
  /** null: all of them. */
  readonly workloads: ReadonlySet<Workload> | null;
  readonly evaluation: Evaluation;
}

/** What becomes of a policy that is whole, by how the traffic comes. */
export type OnReach = (reach: Reach) => { readonly effect: Effect; readonly facts: readonly Fact[] };

interface Part {
  readonly pathClass: PathClass;
  readonly effect: Effect;
  readonly rules: Verdict['rules'];
  readonly targets: readonly ObjectRef[];
  readonly facts: readonly Fact[];
}

/** One policy at the last hop: a verdict for each path class, or for each effect where targets differ. */
export function destinationDrafts(
  enforcer: Enforcer,
  reaches: readonly Reach[],
  judged: readonly Judged[],
  onReach: OnReach,
  attachment: readonly Fact[],
): Draft[] {
  const byPath = new Map<PathClass, Part[]>();
  for (const part of reaches.flatMap((reach) => judged.flatMap((one) => partOf(reach, one, onReach)))) {
    const parts = byPath.get(part.pathClass);
    if (parts === undefined) byPath.set(part.pathClass, [part]);
    else parts.push(part);
  }
  return [...byPath.values()].flatMap((parts) =>
    withoutOverlap(parts).map(({ pathClass, effect, rules, targets, facts }) => ({
      enforcer,
      pathClass,
      effect,
      rules,
      targets,
      evidence: [...attachment, ...facts],
    })),
  );
}

function partOf(reach: Reach, { workloads, evaluation }: Judged, onReach: OnReach): Part[] {
  const targets = workloads === null ? reach.targets : reach.within(workloads);
  if (targets.length === 0) return [];
  const { outcome, facts } = evaluation;
  const rules = outcome.rules.map(({ index, effect }) => ({ index, effect }));
  const part = { pathClass: reach.pathClass, rules, targets };
  if (reach.bypassed) return [{ ...part, effect: 'BYPASSED', facts }];
  const met = onReach(reach);
  const effect = outcome.effect === 'AS_WRITTEN' ? met.effect : outcome.effect;
  return [{ ...part, effect, facts: [...facts, ...met.facts] }];
}

// Pods of one owner may differ; its verdict is then the worst of them, so that no target is listed twice.
function withoutOverlap(parts: readonly Part[]): readonly Part[] {
  if (parts.length === 1) return parts;
  const taken = new Set<string>();
  const results = new Map<Effect, { part: Part; targets: ObjectRef[] }>();
  for (const part of [...parts].sort((a, b) => rankOf(a.effect) - rankOf(b.effect))) {
    let result = results.get(part.effect);
    if (result === undefined) results.set(part.effect, (result = { part, targets: [] }));
    for (const ref of part.targets) {
      const key = keyOf(ref);
      if (taken.has(key)) continue;
      taken.add(key);
      result.targets.push(ref);
    }
  }
  return [...results.values()].flatMap(({ part, targets }) =>
    targets.length === 0 ? [] : [{ ...part, targets: targets.sort(compareRefs) }],
  );
}

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;
