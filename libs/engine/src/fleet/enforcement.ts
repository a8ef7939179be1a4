import type { Verdict } from '../analysis.js';
import type { MeshSettings } from '../model/model.js';

/** Stands for the root namespace of each cluster, whatever it is called there. */
const ROOT = '<root>';

/**
 * What becomes of a policy, as one text for each difference that counts: who evaluates it, for which traffic, with which
 * effect on how many rules. Names that only a cluster has (its root namespace, ztunnel's own) are normalised; which
 * workloads it meets is not part of it, because clusters run different ones. Sorted, each once.
 */
export function enforcementOf(verdicts: readonly Verdict[], { rootNamespace }: MeshSettings): readonly string[] {
  const texts = verdicts.map(({ enforcer, pathClass, effect, rules }) => {
    const namespace = enforcer.namespace === rootNamespace ? ROOT : enforcer.namespace;
    const named = enforcer.type === 'ZTUNNEL' || enforcer.type === 'NOBODY' || enforcer.type === 'SIDECAR';
    const who = named ? enforcer.type : `${enforcer.type} ${namespace}/${enforcer.name}`;
    return `${pathClass ?? 'ANY'}: ${who} ${effect}${ruleEffects(rules)}`;
  });
  return [...new Set(texts)].sort();
}

/** Counted, because rules are a set: the same rules in another order are numbered differently. */
function ruleEffects(rules: Verdict['rules']): string {
  const counts = new Map<string, number>();
  for (const { effect } of rules) counts.set(effect, (counts.get(effect) ?? 0) + 1);
  const texts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([effect, times]) => `${times} ${effect}`);
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}
