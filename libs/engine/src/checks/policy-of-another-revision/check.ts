import { labelsOf, labelValue, field as fieldIn } from '../../model/narrow.js';
import { POLICY_KINDS } from '../../model/policy.js';
import { ROUTE_KINDS } from '../../model/route.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

const REVISION = 'istio.io/rev';

export const policyOfAnotherRevision = defineCheck({
  id: 'policy-of-another-revision',
  severity: 'warning',
  title: 'A policy for a control plane that the cluster does not have',
  why: 'With the label `istio.io/rev` an object is read by the istiod of that revision alone. The cluster has none of that revision, often because an upgrade is over, so nobody reads the object.',
  fix: 'Remove the label, or write the revision that runs.',
  source:
    'istio pkg/config/model.go LabelsInRevision; pilot/pkg/serviceregistry/ambient/ambientindex.go New (semantics 3.10)',

  run({ model, index }, report) {
    for (const unread of model.unread) {
      const { manifest, reason } = unread;
      if (reason !== 'OTHER_REVISION' || !KINDS.has(manifest.kind)) continue;
      const labels = labelsOf(fieldIn(manifest.body.metadata, 'labels'));
      const revision = labelValue(labels, REVISION) ?? '';
      // Two control planes side by side: the other one reads it.
      if (index.once(revisions).has(revision)) continue;
      report({
        manifest,
        field: ['metadata', 'labels', REVISION],
        message: `${nameOf(manifest)} is labelled for revision ${revision}, which no istiod of the cluster has: nobody reads it`,
        evidence: unread.evidence(),
      });
    }
  },
});

const KINDS: ReadonlySet<string> = new Set([...POLICY_KINDS, ...ROUTE_KINDS]);

/** Of every istiod in the snapshot (istio charts istio-discovery deployment.yaml). */
function revisions({ model }: CheckIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { body } of model.othersByKind.get('Deployment') ?? []) {
    const labels = labelsOf(fieldIn(body.metadata, 'labels'));
    if (labelValue(labels, 'app') === 'istiod') found.add(labelValue(labels, REVISION) ?? 'default');
  }
  return found;
}
