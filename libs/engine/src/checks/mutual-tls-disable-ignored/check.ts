import { defineCheck } from '../define-check.js';
import { decidedWorkloads, modePath, peerAuthentications } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const mutualTlsDisableIgnored = defineCheck({
  id: 'mutual-tls-disable-ignored',
  severity: 'warning',
  title: 'A PeerAuthentication that disables mTLS in ambient mode',
  why: 'ztunnel treats DISABLE like PERMISSIVE: clients in the mesh keep using mTLS, and plaintext is accepted too. Nothing becomes plaintext by it.',
  fix: 'Write PERMISSIVE when plaintext should be accepted. When traffic must be plaintext, take the pods out of ambient mode (`istio.io/dataplane-mode: none`).',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications (semantics 6.1; 10.5 PA_DISABLE)',

  run({ index }, report) {
    const disabling = index.once(peerAuthentications).all.filter(({ mode }) => mode === 'DISABLE');
    for (const policy of disabling) {
      const captured = (index.once(decidedWorkloads).get(policy) ?? []).filter(({ capture }) => capture.captured);
      if (captured.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: modePath,
        message: `${nameOf(policy)} disables mTLS, which ztunnel takes for PERMISSIVE: clients in the mesh use mTLS all the same`,
        affected: captured.map(({ owner }) => owner),
      });
    }
  },
});
