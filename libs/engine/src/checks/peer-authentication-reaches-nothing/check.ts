import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const peerAuthenticationReachesNothing = defineCheck({
  id: 'peer-authentication-reaches-nothing',
  severity: 'warning',
  title: 'A PeerAuthentication that decides nothing',
  why: 'In ambient mode a PeerAuthentication with a selector counts outside the root namespace only, DISABLE is the same as PERMISSIVE, and of several at one level the oldest decides. This one changes nothing at ztunnel.',
  fix: 'Move it into the namespace of its workloads, merge it with the older one, or remove it. To send plaintext, take the pod out of ambient.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications (semantics 6.1)',

  run({ model, index }, report) {
    for (const policy of model.policies) {
      if (policy.kind !== 'PeerAuthentication') continue;
      const verdicts = index.verdictsOf(policy);
      if (verdicts.some(({ enforcer }) => enforcer.type !== 'NOBODY')) continue;
      const captured = verdicts
        .flatMap(({ targets }) => targets)
        .filter((owner) => index.workloadsOf(owner).some(({ capture }) => capture.captured));
      if (captured.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: policy.selector === undefined ? ['spec'] : ['spec', 'selector'],
        message: `${nameOf(policy)} decides nothing for the workloads that it selects`,
        affected: captured,
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
