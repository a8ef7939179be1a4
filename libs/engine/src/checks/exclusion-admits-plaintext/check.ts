import type { RuleField } from '../../authorization/rule-fields.js';
import { factAt } from '../../model/evidence.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import { PeerAuthenticationIndex } from '../../ztunnel/peer-authentication-index.js';
import type { ObjectRef } from '../../manifest/manifest.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { fieldName } from '../http-fields.js';
import { nameOf } from '../say.js';

export const exclusionAdmitsPlaintext = defineCheck({
  id: 'exclusion-admits-plaintext',
  severity: 'warning',
  title: 'An ALLOW policy that excludes some callers and so admits those without identity',
  why: 'A caller outside the mesh has no identity, so no exclusion (`notPrincipals`, `notNamespaces`, `notServiceAccounts`) ever hits it. A rule that only excludes admits every plaintext caller.',
  fix: 'Add `principals: ["*"]` beside the exclusion, or refuse plaintext with a STRICT PeerAuthentication.',
  source: 'ztunnel src/rbac.rs Authorization::matches (semantics 4.7, table 7.3 row B9)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'ALLOW' || policy.dryRun) continue;
      const field = excludingField(policy);
      if (field === null) continue;
      const affected = index
        .verdictsOf(policy, 'ZTUNNEL')
        .filter(({ pathClass, effect }) => pathClass === 'UNCAPTURED_CLIENT' && effect === 'NO_IDENTITY')
        .flatMap(({ targets }) => targets)
        .filter((owner) => takesPlaintext(index, owner));
      if (affected.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} admits every plaintext caller: ${fieldName(field)} never hits one without identity, and nothing refuses plaintext`,
        affected,
        evidence: [
          factAt(policy.manifest, field.path, 'A plaintext caller has no identity, so what is excluded is never met.'),
        ],
      });
    }
  },
});

const IDENTITY = /^(not)?(principals|namespaces|serviceAccounts)$/i;
const isExclusion = (field: RuleField) => field.negative && IDENTITY.test(field.name);

/** The exclusion of a rule in which nothing else asks who the caller is. */
function excludingField({ rules }: AuthorizationPolicy): RuleField | null {
  for (const { clauses } of rules) {
    const conditions = clauses.filter(({ part }) => part === 'when').flatMap(({ alternatives }) => alternatives.flat());
    if (conditions.some(({ name, negative }) => !negative && name.startsWith('when.source.'))) continue;
    const sources = clauses.find(({ part }) => part === 'from')?.alternatives ?? [];
    const open = sources.find((source) => source.some(isExclusion) && source.every((field) => field.negative));
    const found = open?.find(isExclusion);
    if (found !== undefined) return found;
  }
  return null;
}

const takesPlaintext = (index: CheckIndex, owner: ObjectRef): boolean => {
  const peers = index.once(peerAuthentications);
  return index.workloadsOf(owner).some((workload) => peers.mutualTlsOf(workload).kind !== 'STRICT');
};

const peerAuthentications = ({ model }: CheckIndex) => new PeerAuthenticationIndex(model);
