import type { UnreadObject } from '../../model/unread.js';
import { POLICY_KINDS } from '../../model/policy.js';
import { ROUTE_KINDS } from '../../model/route.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const policyOutsideDiscovery = defineCheck({
  id: 'policy-outside-discovery',
  severity: 'warning',
  title: 'Policies in a namespace that istiod does not look at',
  why: 'With `discoverySelectors` in MeshConfig istiod reads nothing in a namespace whose labels match none of them. Its policies and routes are enforced by nobody.',
  fix: 'Give the namespace the labels that a selector asks for, or remove its policies.',
  source: 'istio pkg/kube/namespace/filter.go Filter (semantics 3.10)',

  run({ model }, report) {
    const byNamespace = new Map<string, UnreadObject[]>();
    for (const unread of model.unread) {
      if (unread.reason !== 'NAMESPACE_NOT_DISCOVERED' || !KINDS.has(unread.manifest.kind)) continue;
      const { namespace } = unread.manifest;
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), unread]);
    }
    for (const [name, unread] of byNamespace) {
      const [first] = unread;
      if (first === undefined) continue;
      const { manifest } = model.namespaces.get(name) ?? { manifest: null };
      report({
        manifest: manifest ?? first.manifest,
        field: manifest === null ? [] : ['metadata', 'labels'],
        message: `No discovery selector of the mesh matches namespace ${name}, so nobody reads ${listed(unread.map(({ manifest: found }) => nameOf(found)).sort())}`,
        affected: unread.map(({ manifest: found }) => found),
        evidence: first.evidence(),
      });
    }
  },
});

const KINDS: ReadonlySet<string> = new Set([...POLICY_KINDS, ...ROUTE_KINDS]);
