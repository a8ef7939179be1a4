import { defineCheck } from '../define-check.js';
import { portPath } from '../mutual-tls.js';
import { nameOf } from '../say.js';

export const strictPortNotExempted = defineCheck({
  id: 'strict-port-not-exempted',
  severity: 'error',
  title: 'A port that stays STRICT although it is set to DISABLE',
  why: 'Under an inherited STRICT ztunnel exempts ports that are PERMISSIVE. A port with DISABLE is no exemption: plaintext clients stay refused.',
  fix: 'Write PERMISSIVE instead of DISABLE.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertedSelectorPeerAuthentications (semantics 6.2)',

  run({ model, index }, report) {
    for (const policy of model.policies) {
      if (policy.kind !== 'PeerAuthentication') continue;
      const verdicts = index.verdictsOf(policy, 'ZTUNNEL').filter(({ effect }) => effect === 'DENY_WIDENED');
      if (verdicts.length === 0) continue;
      const [port] = [...policy.portModes].find(([, mode]) => mode === 'DISABLE') ?? [];
      report({
        manifest: policy.manifest,
        field: portPath(port ?? 0),
        message: `${nameOf(policy)} exempts a port with DISABLE, which ztunnel does not take for an exemption: plaintext stays refused`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
