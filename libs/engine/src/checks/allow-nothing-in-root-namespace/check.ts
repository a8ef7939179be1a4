import { allowNothings, closedNamespaces } from '../allow-nothing.js';
import { defineCheck } from '../define-check.js';
import { count, listed, nameOf } from '../say.js';

export const allowNothingInRootNamespace = defineCheck({
  id: 'allow-nothing-in-root-namespace',
  severity: 'error',
  title: 'A mesh-wide allow-nothing that cuts off whole namespaces',
  why: 'A policy of the root namespace counts in every namespace. An ALLOW policy without rules there denies everything in the mesh that no other ALLOW policy admits; in some namespaces none does.',
  fix: 'Give every namespace ALLOW policies for its callers before the mesh-wide policy comes, or limit the policy to the namespaces that are ready.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/authorization.go convertAuthorizationPolicy, scope GLOBAL; ztunnel src/state.rs assert_rbac (semantics 3.2, 4.8)',

  run(input, report) {
    for (const nothing of allowNothings(input)) {
      const closed = nothing.isRoot ? new Set(closedNamespaces(nothing)) : new Set<string>();
      if (closed.size === 0) continue;
      const affected = nothing.cutOff.filter(({ namespace }) => closed.has(namespace));
      report({
        manifest: nothing.policy.manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(nothing.policy)} allows nothing in the whole mesh, and no policy admits anybody in ${
          closed.size === 1 ? 'namespace' : 'namespaces'
        } ${listed([...closed])}: ${count(affected.length, 'destination')} cut off`,
        affected,
        evidence: nothing.evidence,
      });
    }
  },
});
