import { defineCheck } from '../define-check.js';
import { portPath } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const strictPortLost = defineCheck({
  id: 'strict-port-lost',
  severity: 'error',
  title: 'A STRICT port that accepts plaintext',
  why: 'Under a STRICT root and without a mode for the namespace, istiod lists a policy for this STRICT port at the workload but never sends it; ztunnel skips what it does not know, so plaintext to the port passes.',
  fix: 'Add a PeerAuthentication without selector to the namespace, with the mode that the other ports should have.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertPeerAuthentication, confirmed by running (semantics 6.2, 14.11)',

  run({ model, index }, report) {
    for (const policy of model.policies) {
      if (policy.kind !== 'PeerAuthentication') continue;
      const verdicts = index.verdictsOf(policy, 'ZTUNNEL').filter(({ effect }) => effect === 'DENY_NO_EFFECT');
      if (verdicts.length === 0) continue;
      const [port] = [...policy.portModes].find(([, mode]) => mode === 'STRICT') ?? [];
      report({
        manifest: policy.manifest,
        field: portPath(port ?? 0),
        message: `${nameOf(policy)} asks for mTLS on a port, but ztunnel never hears of it: plaintext passes`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
