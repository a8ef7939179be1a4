import { analyze } from '../analyze.js';
import { ENGINE_VERSION } from '../engine-version.js';
import type { Manifest, Skipped } from '../manifest/manifest.js';
import type { ReadResult } from '../manifest/read.js';
import { behaviourOf } from '../version/behaviour.js';
import { behaviourChanges, withPartsOf, type BehaviourChange } from '../version/behaviour-changes.js';
import { findControlPlane } from '../version/control-plane.js';
import { releaseOf } from '../version/istio-version.js';
import { attribute } from './attribute.js';
import { Causes } from './causes.js';
import { compareAnalyses, skippedKey } from './compare-analyses.js';
import type { FindingChange, ObjectChange, VerdictChange } from './comparison.js';

/** The names of the behaviours that bring a change about. */
export interface Caused {
  readonly because: readonly BehaviourChange['name'][];
}

/** What an upgrade (or a downgrade) of Istio changes for one cluster's manifests. */
export interface UpgradeComparison {
  readonly schemaVersion: 1;
  readonly engineVersion: string;
  readonly from: string;
  readonly to: string;
  /** The version that the manifests themselves tell; null when they do not. */
  readonly ownVersion: string | null;
  readonly objects: number;
  /** The behaviours that differ between the versions and change something here, in the order of the table. */
  readonly behaviours: readonly BehaviourChange[];
  readonly verdictChanges: readonly (VerdictChange & Caused)[];
  readonly findingChanges: readonly (FindingChange & Caused)[];
  readonly objectChanges: readonly (ObjectChange & Caused)[];
  /** What takes no part by either version. */
  readonly skipped: readonly Skipped[];
}

/**
 * Judges the same manifests by two releases, whatever version they tell themselves, and names for each difference the
 * behaviours that bring it about. To find these, releases that never were (a part of one, the rest of the other) are
 * analysed too: halves that change nothing are left at that, so a change that one behaviour of n brings about takes
 * about 2 log n analyses.
 *
 * @param from and
 * @param to like `1.28` or `1.28.2`
 */
export function compareUpgrade(input: ReadResult, from: string, to: string): UpgradeComparison {
  const [older, newer] = [behaviourOf(from), behaviourOf(to)];
  const version = releaseOf(from);
  const before = analyze(input, { judgedBy: { version, behaviour: older } });
  const after = analyze(input, { judgedBy: { version: releaseOf(to), behaviour: newer } });
  const differing = behaviourChanges(from, to);
  const names = differing.map(({ name }) => name);
  const causes = new Causes();
  const analysisAt = (count: number) =>
    analyze(input, { judgedBy: { version, behaviour: withPartsOf(older, newer, names.slice(0, count)) } });
  attribute({ before, after, first: 0, end: names.length }, { names, analysisAt }, causes);
  const { verdicts, findings, objects } = compareAnalyses(before, after);
  const stillSkipped = new Set(before.skipped.map(skippedKey));
  return {
    schemaVersion: 1,
    engineVersion: ENGINE_VERSION,
    from: before.istioVersion,
    to: after.istioVersion,
    ownVersion: ownVersionOf(input.manifests),
    objects: input.manifests.length,
    behaviours: differing.filter(({ name }) => causes.used.has(name)),
    verdictChanges: verdicts.map((change) => ({ ...change, because: causes.ofVerdicts(change) })),
    findingChanges: findings.map((change) => ({ ...change, because: causes.ofFinding(change) })),
    objectChanges: objects.map((change) => ({ ...change, because: causes.ofObject(change) })),
    skipped: after.skipped.filter((part) => stillSkipped.has(skippedKey(part))),
  };
}

const ownVersionOf = (manifests: readonly Manifest[]): string | null =>
  findControlPlane(manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Pod'))?.version ?? null;
