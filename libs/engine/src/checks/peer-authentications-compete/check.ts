import type { Workload } from '../../model/model.js';
import type { PeerAuthentication } from '../../model/policy.js';
import { selectWorkloads } from '../../model/workload-index.js';
import { isWide } from '../../ztunnel/peer-authentication-index.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { isInMesh, peerAuthentications } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const peerAuthenticationsCompete = defineCheck({
  id: 'peer-authentications-compete',
  severity: 'warning',
  title: 'Two PeerAuthentications for the same workloads that say different things',
  why: 'For the mesh, for a namespace and for one workload Istio takes the oldest PeerAuthentication and ignores the others; they are not merged. Which one is the oldest changes when one is deleted and made again.',
  fix: 'Merge them into one, or give them selectors that do not overlap.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/workloads.go fetchPeerAuthentications; pilot/pkg/model/authentication.go (semantics 6.1; 10.5 PA_SEVERAL_SAME_LEVEL)',

  run({ index }, report) {
    for (const policy of index.once(peerAuthentications).all) {
      const older = index
        .once(olderOnes)(policy)
        .filter(([, deciding]) => saysSomethingElse(policy, deciding));
      const [first] = older;
      if (first === undefined) continue;
      report({
        manifest: policy.manifest,
        field: isWide(policy) ? ['spec'] : ['spec', 'selector'],
        message: `${nameOf(policy)} is ignored for workloads that ${nameOf(first[1])} decides about: of several Istio takes the oldest`,
        affected: older.map(([{ owner }]) => owner),
      });
    }
  },
});

/** For each policy the workloads at which an older one of its level decides. */
function olderOnes(
  index: CheckIndex,
): (policy: PeerAuthentication) => readonly (readonly [Workload, PeerAuthentication])[] {
  const { model } = index;
  const peers = index.once(peerAuthentications);
  const { rootNamespace } = model.mesh;
  const deciding = (policy: PeerAuthentication, workload: Workload): PeerAuthentication | null => {
    const levels = peers.levelsOf(workload);
    if (!isWide(policy)) return levels.workload;
    return policy.namespace === rootNamespace ? levels.mesh : levels.namespace;
  };
  return (policy) => {
    const isRoot = policy.namespace === rootNamespace;
    if (isRoot && !isWide(policy)) return []; // selects nothing at all
    const selected = selectWorkloads(model, isRoot ? null : policy.namespace, policy.selector?.matchLabels ?? {});
    return selected.filter(isInMesh).flatMap((workload) => {
      const older = deciding(policy, workload);
      return older === null || older === policy ? [] : [[workload, older] as const];
    });
  };
}

const saysSomethingElse = (a: PeerAuthentication, b: PeerAuthentication): boolean =>
  a.mode !== b.mode || portsOf(a) !== portsOf(b);

const portsOf = ({ portModes }: PeerAuthentication): string =>
  [...portModes]
    .map(([port, mode]) => `${port} ${mode}`)
    .sort()
    .join();
