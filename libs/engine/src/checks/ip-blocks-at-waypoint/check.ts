import { defineCheck } from '../define-check.js';
import { addressPolicies, fieldName } from '../http-fields.js';
import { nameOf } from '../say.js';

export const ipBlocksAtWaypoint = defineCheck({
  id: 'ip-blocks-at-waypoint',
  severity: 'error',
  title: 'Client addresses at a waypoint',
  why: 'Inside a waypoint the peer of every connection is an address of Envoy itself. `ipBlocks` and `source.ip` therefore never match, not even `0.0.0.0/0`: an ALLOW refuses, a DENY lets pass. `notIpBlocks` always hold.',
  fix: 'Use identities (`principals`, `namespaces`), or `remoteIpBlocks` if nobody inside the mesh has a reason to forge X-Forwarded-For, or a selector policy at ztunnel.',
  source:
    'istio pilot/pkg/security/authz/model/generator.go srcIPGenerator; run on Envoy 1.39 and 1.40 (semantics 5.3, 14.1)',

  run({ index }, report) {
    for (const [policy, first] of addressPolicies(index)) {
      const verdicts = index.verdictsOf(policy, 'WAYPOINT');
      if (verdicts.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: first.path,
        message: `${nameOf(policy)} compares client addresses at a waypoint, which sees only its own: ${fieldName(first)} ${
          first.negative ? 'always holds' : 'never matches'
        }`,
        affected: index.evaluatedFor(policy),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
