import type { Effect, PathClass, PolicyVerdictFragment } from '../api/generated/graphql';
import { EFFECTS } from '../words/effects';
import { PATH_CLASSES } from '../words/path-classes';

/** Verdicts that are the same whichever way the traffic comes. */
export interface Ruling extends Omit<PolicyVerdictFragment, 'id' | 'cluster' | 'pathClass'> {
  /** Empty when the verdict holds whatever the traffic. */
  readonly pathClasses: readonly PathClass[];
}

/** Clusters where the policy comes to the same. */
export interface Group<M> {
  readonly clusters: readonly string[];
  /** The manifest that these clusters share. */
  readonly manifest: M | null;
  /** Most harmful effect first. */
  readonly rulings: readonly Ruling[];
}

interface ManifestOfClusters {
  readonly digest: string;
  readonly clusters: readonly { readonly name: string }[];
}

/**
 * Puts clusters together that hold the same text and reach the same verdicts for the same reasons. Files and lines do
 * not count: every cluster has its own. The most harmful group comes first.
 */
export function groupClusters<M extends ManifestOfClusters>(
  clusters: readonly string[],
  manifests: readonly M[],
  verdicts: readonly PolicyVerdictFragment[],
): Group<M>[] {
  const groups = new Map<string, { clusters: string[]; manifest: M | null; rulings: Ruling[] }>();
  for (const cluster of clusters) {
    const manifest = manifests.find((each) => each.clusters.some(({ name }) => name === cluster)) ?? null;
    const rulings = mergeWays(verdicts.filter((verdict) => verdict.cluster.name === cluster));
    const key = JSON.stringify([manifest?.digest, rulings.map((ruling) => [signature(ruling), ruling.pathClasses])]);
    const group = groups.get(key);
    if (group) group.clusters.push(cluster);
    else groups.set(key, { clusters: [cluster], manifest, rulings });
  }
  return [...groups.values()].sort(
    (a, b) => harm(a.rulings) - harm(b.rulings) || b.clusters.length - a.clusters.length,
  );
}

function mergeWays(verdicts: readonly PolicyVerdictFragment[]): Ruling[] {
  const byReason = new Map<string, Ruling & { pathClasses: PathClass[] }>();
  for (const { pathClass, enforcer, effect, rules, targets, evidence } of verdicts) {
    const ruling = { enforcer, effect, rules, targets, evidence, pathClasses: pathClass ? [pathClass] : [] };
    const key = signature(ruling);
    const known = byReason.get(key);
    if (known && pathClass) known.pathClasses.push(pathClass);
    if (!known) byReason.set(key, ruling);
  }
  const rulings = [...byReason.entries()].map(([key, ruling]) => ({ key, ruling }));
  for (const { ruling } of rulings)
    ruling.pathClasses.sort((a, b) => PATH_CLASSES.indexOf(a) - PATH_CLASSES.indexOf(b));
  rulings.sort((a, b) => rank(a.ruling.effect) - rank(b.ruling.effect) || (a.key < b.key ? -1 : 1));
  return rulings.map(({ ruling }) => ruling);
}

function signature({ enforcer, effect, rules, targets, evidence }: Omit<Ruling, 'pathClasses'>): string {
  const reasons = evidence.map(({ fact, object, field }) => [fact, object, field]);
  return JSON.stringify([enforcer, effect, rules, targets, reasons]);
}

const rank = (effect: Effect) => EFFECTS.indexOf(effect);
const harm = (rulings: readonly Ruling[]) => (rulings[0] ? rank(rulings[0].effect) : EFFECTS.length);
