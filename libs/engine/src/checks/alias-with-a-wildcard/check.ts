import { defineCheck } from '../define-check.js';
import { PRINCIPAL_FIELDS, principalParts } from '../identities.js';
import { reportDeadValues } from '../rule-values.js';

export const aliasWithAWildcard = defineCheck({
  id: 'alias-with-a-wildcard',
  severity: 'error',
  title: 'A wildcard behind a trust domain that stands for another one',
  why: 'Istio translates `cluster.local` and the aliases of the mesh into its trust domain only in whole principals (`td/ns/NAMESPACE/sa/ACCOUNT`). In a value that ends with a wildcard before that they stay as they are, and no certificate of this mesh has them.',
  fix: 'Write the real trust domain of the mesh before the wildcard, or use `namespaces`.',
  source:
    'istio pilot/pkg/security/trustdomain/bundle.go ReplaceTrustDomainAliases; confirmed by running (semantics 14.19)',

  run({ model, index }, report) {
    const { trustDomain, trustDomainAliases } = model.mesh;
    const translated = ['cluster.local', ...trustDomainAliases].filter((name) => name !== trustDomain);
    if (translated.length === 0) return;
    const why = `but only ${trustDomain} is in the certificates of this mesh, and an alias is translated in whole principals only`;
    const isPartialAlias = (value: string) =>
      value.endsWith('*') && principalParts(value) === null && translated.some((name) => value.startsWith(`${name}/`));
    reportDeadValues(index, PRINCIPAL_FIELDS, (value) => (isPartialAlias(value) ? why : null), report);
  },
});
