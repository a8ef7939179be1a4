import type { Effect, Enforcer, Fact, PathClass, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { Workload } from '../model/model.js';
import { groupBy } from '../model/group-by.js';
import { type Draft, plainRules } from './draft.js';
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

/** What becomes of a policy that is whole, by how the traffic comes; the same answer is best the same object. */
export type OnReach = (reach: Reach) => { readonly effect: Effect; readonly facts: readonly Fact[] };

/** One policy at the last hop: a verdict for each path class, or for each effect where targets differ. */
export function destinationDrafts(
  enforcer: Enforcer,
  reaches: readonly Reach[],
  judged: readonly Judged[],
  onReach: OnReach,
  attachment: readonly Fact[],
): Draft[] {
  const parts = judged.map((one) => new JudgedPart(enforcer, one, onReach, attachment));
  const drafts = reaches.flatMap((reach) => parts.flatMap((part) => part.draftOn(reach)));
  const isAlone = ({ pathClass }: Draft, index: number) => drafts[index + 1]?.pathClass !== pathClass;
  if (drafts.every(isAlone)) return drafts;
  const byPath = groupBy<PathClass | null, Draft>(drafts, ({ pathClass }) => pathClass);
  return [...byPath.values()].flatMap(withoutOverlap);
}

/** One evaluation of a policy; its verdicts share what they have in common. */
class JudgedPart {
  private readonly rules: Verdict['rules'];
  private readonly evidence = new Map<readonly Fact[], readonly Fact[]>();

  constructor(
    private readonly enforcer: Enforcer,
    private readonly judged: Judged,
    private readonly onReach: OnReach,
    private readonly attachment: readonly Fact[],
  ) {
    this.rules = plainRules(judged.evaluation.outcome);
  }

  draftOn(reach: Reach): Draft[] {
    const { workloads, evaluation } = this.judged;
    const targets = workloads === null ? reach.targets : reach.within(workloads);
    if (targets.length === 0) return [];
    const { enforcer, rules } = this;
    const { pathClass } = reach;
    if (reach.bypassed) {
      return [{ enforcer, pathClass, effect: 'BYPASSED', rules, targets, evidence: this.evidenceWith(NO_FACTS) }];
    }
    const met = this.onReach(reach);
    const effect = evaluation.outcome.effect === 'AS_WRITTEN' ? met.effect : evaluation.outcome.effect;
    return [{ enforcer, pathClass, effect, rules, targets, evidence: this.evidenceWith(met.facts) }];
  }

  private evidenceWith(facts: readonly Fact[]): readonly Fact[] {
    let evidence = this.evidence.get(facts);
    if (evidence === undefined) {
      evidence = [...this.attachment, ...this.judged.evaluation.facts, ...facts];
      this.evidence.set(facts, evidence);
    }
    return evidence;
  }
}

const NO_FACTS: readonly Fact[] = Object.freeze([]);

// Pods of one owner may differ; its verdict is then the worst of them, so that no target is listed twice.
function withoutOverlap(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length === 1) return drafts;
  const taken = new Set<string>();
  const results = new Map<Effect, { draft: Draft; targets: ObjectRef[] }>();
  for (const draft of [...drafts].sort((a, b) => rankOf(a.effect) - rankOf(b.effect))) {
    let result = results.get(draft.effect);
    if (result === undefined) results.set(draft.effect, (result = { draft, targets: [] }));
    for (const ref of draft.targets) {
      const key = keyOf(ref);
      if (taken.has(key)) continue;
      taken.add(key);
      result.targets.push(ref);
    }
  }
  return [...results.values()].flatMap(({ draft, targets }) =>
    targets.length === 0 ? [] : [{ ...draft, targets: targets.sort(compareRefs) }],
  );
}

const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;
