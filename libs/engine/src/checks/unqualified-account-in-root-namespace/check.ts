import { defineCheck } from '../define-check.js';
import { ACCOUNT_FIELDS, namespacesByAccount } from '../identities.js';
import { reportDeadValues, type WhyDead } from '../rule-values.js';
import { listed } from '../say.js';

export const unqualifiedAccountInRootNamespace = defineCheck({
  id: 'unqualified-account-in-root-namespace',
  severity: 'error',
  title: 'A service account without its namespace in a mesh-wide policy',
  why: 'A service account without a namespace is looked for in the namespace of the policy, not in that of the workload. In the root namespace there is no such account, so the value matches nobody.',
  fix: 'Write `NAMESPACE/ACCOUNT`, once for each namespace that is meant.',
  source: 'istio pilot/pkg/serviceregistry/ambient/authorization.go stringToServiceAccountMatch (semantics 4.7)',

  run({ model, index }, report) {
    const { rootNamespace } = model.mesh;
    const whyDead: WhyDead = (value, _field, { namespace }) => {
      if (namespace !== rootNamespace || value.includes('/')) return null;
      const found = namespacesByAccount(index).get(value) ?? [];
      if (found.length === 0 || found.includes(rootNamespace)) return null;
      return `which means ${rootNamespace}/${value} and not the account of ${listed(found)}`;
    };
    reportDeadValues(index, ACCOUNT_FIELDS, whyDead, report);
  },
});
