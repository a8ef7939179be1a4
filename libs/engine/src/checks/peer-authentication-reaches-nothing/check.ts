import { selectWorkloads } from '../../model/workload-index.js';
import { isWide } from '../../ztunnel/peer-authentication-index.js';
import { defineCheck } from '../define-check.js';
import { peerAuthentications } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const peerAuthenticationReachesNothing = defineCheck({
  id: 'peer-authentication-reaches-nothing',
  severity: 'warning',
  title: 'A PeerAuthentication with a selector in the root namespace',
  why: 'In ambient mode a PeerAuthentication with a selector counts in the namespace of its workloads only. From the root namespace ztunnel is never told of it: it changes nothing.',
  fix: 'Move it into the namespace of its workloads, or leave out the selector to mean the mesh.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications (semantics 6.1; 10.5 PA_ROOT_SELECTOR)',

  run({ model, index }, report) {
    const { rootNamespace } = model.mesh;
    for (const policy of index.once(peerAuthentications).all) {
      if (policy.namespace !== rootNamespace || isWide(policy)) continue;
      // Sidecars of the root namespace itself read it.
      const selected = selectWorkloads(model, null, policy.selector?.matchLabels ?? {});
      const captured = selected.filter(({ capture }) => capture.captured);
      if (captured.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: ['spec', 'selector'],
        message: `${nameOf(policy)} selects workloads from the root namespace, which ambient mode ignores: it changes nothing for them`,
        affected: captured.map(({ owner }) => owner),
      });
    }
  },
});
