import type { CheckIndex } from '../check-index.js';
import { keyOf } from '../check-index.js';
import type { Policy } from '../../model/policy.js';
import { factAt } from '../../model/evidence.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { workloadsByOwnerOnce } from '../workload-labels.js';

export const hostNetworkNeverCaptured = defineCheck({
  id: 'host-network-never-captured',
  severity: 'info',
  title: 'Policies on pods in the network of their node',
  why: 'Pods with `hostNetwork: true` have no network of their own that ztunnel could capture. Policies that select them are not enforced, and they call others without identity.',
  fix: 'Nothing within Istio: restrict such pods with the firewall of the node, or give them a network of their own.',
  source: 'istio cni/pkg/util/podutil.go; ztunnel src/state.rs find_address (semantics 1.1 rule 1, 14.3)',

  run({ index }, report) {
    for (const { hostNetwork, capture, sidecar, podPath, manifest, owner } of workloadsByOwnerOnce(index)) {
      if (!hostNetwork || sidecar || capture.reason !== 'HOST_NETWORK') continue;
      const policies = index.once(policiesUnenforced).get(keyOf(owner)) ?? [];
      if (policies.length === 0) continue;
      const field = [...podPath, 'spec', 'hostNetwork'];
      report({
        manifest,
        field,
        message: `${nameOf(owner)} runs in the network of its node, where ztunnel captures nothing: ${listed(policies.map(nameOf).sort())} ${policies.length === 1 ? 'is' : 'are'} not enforced on it`,
        affected: [owner, ...policies],
        evidence: [factAt(manifest, field, 'A pod in the network of its node is never captured.')],
        cause: keyOf(owner),
      });
    }
  },
});

/** Policies without targetRefs that nobody enforces for some owner. */
function policiesUnenforced(index: CheckIndex): ReadonlyMap<string, readonly Policy[]> {
  const byOwner = new Map<string, Policy[]>();
  for (const policy of index.model.policies) {
    if (policy.targetRefs.length > 0 || !AT_PODS.has(policy.kind)) continue;
    for (const { effect, targets } of index.verdictsOf(policy, 'NOBODY')) {
      if (effect !== 'NOT_ATTACHED') continue;
      for (const target of targets) byOwner.set(keyOf(target), [...(byOwner.get(keyOf(target)) ?? []), policy]);
    }
  }
  return byOwner;
}

const AT_PODS = new Set(['AuthorizationPolicy', 'PeerAuthentication']);
