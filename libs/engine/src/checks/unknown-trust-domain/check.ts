import { factAt } from '../../model/evidence.js';
import { defineCheck } from '../define-check.js';
import { harmOfDeadValue, principalsOf } from '../identities.js';
import { nameOf } from '../say.js';

export const unknownTrustDomain = defineCheck({
  id: 'unknown-trust-domain',
  severity: 'warning',
  title: 'A principal of a trust domain that the mesh does not know',
  why: 'No certificate of this mesh carries that trust domain, so the principal matches nobody, unless the mesh is federated with another one.',
  fix: 'Write the trust domain of MeshConfig, or list the other one in `trustDomainAliases` if this mesh once had it.',
  source: 'istio pilot/pkg/security/trustdomain/bundle.go ReplaceTrustDomainAliases (semantics 4.7, 5.3)',

  run({ model, index }, report) {
    // Without MeshConfig in the snapshot the trust domain is a guess.
    if (model.mesh.manifest === null) return;
    const known = new Set(['cluster.local', model.mesh.trustDomain, ...model.mesh.trustDomainAliases]);
    for (const { parts, places } of principalsOf(index)) {
      if (parts === null || known.has(parts.trustDomain) || /[*:]/.test(parts.trustDomain)) continue;
      for (const { policy, field, position } of places) {
        const path = [...field.path, position];
        report({
          manifest: policy.manifest,
          field: path,
          message: `${nameOf(policy)} names trust domain ${parts.trustDomain}; this mesh has ${model.mesh.trustDomain}: it ${harmOfDeadValue(policy, field)}`,
          affected: index.evaluatedFor(policy),
          evidence: [
            factAt(policy.manifest, path, `No certificate of this mesh is of trust domain ${parts.trustDomain}.`),
            factAt(model.mesh.manifest, ['data', 'mesh'], `The trust domain of the mesh is ${model.mesh.trustDomain}.`),
          ],
          cause: parts.trustDomain,
        });
      }
    }
  },
});
