import type { Fact } from '../analysis.js';
import type { Manifest, ObjectRef } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import { field, list } from '../model/narrow.js';
import type { PolicyBase } from '../model/policy.js';
import { someOf } from './targets.js';

/** What a policy without targetRefs says about where it belongs, and what that selects. */
export function selectorFacts(
  { kind, namespace, selector, manifest }: PolicyBase,
  rootNamespace: string,
  selected: readonly ObjectRef[],
): readonly Fact[] {
  const where = namespace === rootNamespace ? 'in every namespace (root namespace)' : `of namespace ${namespace}`;
  const field = kind === 'EnvoyFilter' ? 'workloadSelector' : 'selector';
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const what =
    selector === undefined
      ? `No selector and no targetRefs: the policy means every workload ${where}`
      : labels.length === 0
        ? 'The selector is empty: ztunnel attaches it to nothing, sidecars read it as no selector'
        : `The selector ${labels.sort().join(', ')} means workloads ${where}`;
  const found = selected.length === 0 ? 'no workload of the snapshot fits' : `it selects ${someOf(selected)}`;
  const path = selector === undefined ? ['spec'] : ['spec', field];
  const selection = factAt(manifest, path, `${what}; ${found}.`);
  return hasDroppedTargets(manifest) && selector === undefined
    ? [droppedTargets(kind, manifest), selection]
    : [selection];
}

// Only policies without targetRefs come here.
const hasDroppedTargets = ({ kind, body }: Manifest): boolean =>
  kind === 'EnvoyFilter' && list(field(body.spec, 'targetRefs')).length > 0;

const droppedTargets = (kind: string, manifest: Manifest): Fact =>
  factAt(
    manifest,
    ['spec', 'targetRefs'],
    `A ${kind} of this Istio release has no targetRefs: the API server drops them.`,
  );
