import { factAt } from '../../model/evidence.js';
import { defineCheck } from '../define-check.js';
import { harmOfDeadValue, principalsOf } from '../identities.js';
import { nameOf } from '../say.js';

export const trustDomainAliasAtZtunnel = defineCheck({
  id: 'trust-domain-alias-at-ztunnel',
  severity: 'error',
  title: 'A principal of a trust domain that only Envoy translates',
  why: 'Sidecars and waypoints take `cluster.local` and the aliases of the mesh for its own trust domain. ztunnel compares literally, so such a principal matches nobody there.',
  fix: 'Write the real trust domain of the mesh, or `*/ns/NAMESPACE/sa/ACCOUNT`.',
  source:
    'ztunnel src/rbac.rs matches_principal; istio pilot/pkg/security/trustdomain/bundle.go ReplaceTrustDomainAliases (semantics 4.7, 14.19)',

  run({ model, index }, report) {
    const { trustDomain, trustDomainAliases } = model.mesh;
    const translated = new Set(['cluster.local', ...trustDomainAliases].filter((name) => name !== trustDomain));
    if (translated.size === 0) return;
    for (const { parts, places } of principalsOf(index)) {
      if (parts === null || !translated.has(parts.trustDomain)) continue;
      for (const { policy, field, position, value } of places) {
        // Written for both trust domains, as a migration needs it: clients with old certificates do match.
        if (field.values.includes(`${trustDomain}/ns/${parts.namespace}/sa/${parts.serviceAccount}`)) continue;
        const verdicts = index.verdictsOf(policy, 'ZTUNNEL');
        if (verdicts.length === 0) continue;
        report({
          manifest: policy.manifest,
          field: [...field.path, position],
          message: `${nameOf(policy)} names ${value}, but at ztunnel only ${trustDomain} is the trust domain of this mesh: it ${harmOfDeadValue(policy, field)}`,
          affected: verdicts.flatMap(({ targets }) => targets),
          evidence: [
            factAt(policy.manifest, [...field.path, position], `ztunnel compares ${parts.trustDomain} literally.`),
            ...(model.mesh.manifest
              ? [factAt(model.mesh.manifest, ['data', 'mesh'], `The trust domain of the mesh is ${trustDomain}.`)]
              : []),
          ],
          cause: value,
        });
      }
    }
  },
});
