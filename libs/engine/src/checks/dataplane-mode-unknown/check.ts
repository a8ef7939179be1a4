import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

const DATAPLANE_MODE = 'istio.io/dataplane-mode';

export const dataplaneModeUnknown = defineCheck({
  id: 'dataplane-mode-unknown',
  severity: 'warning',
  title: 'A data plane mode that Istio does not know',
  why: 'Only the exact values `ambient` and `none` mean anything. With another value a namespace is not enrolled, so that no policy at ztunnel applies to its pods; on a pod it neither enrols nor takes out.',
  fix: 'Write `ambient` or `none`, in lower case.',
  source: 'istio cni/pkg/util/enablement_selector.go Matches (semantics 1.1)',

  run({ model, index }, report) {
    for (const { name, labels, manifest } of model.namespaces.values()) {
      const mode = labelValue(labels, DATAPLANE_MODE);
      if (manifest === null || mode === undefined || mode === 'ambient' || mode === 'none') continue;
      report({
        manifest,
        field: ['metadata', 'labels', DATAPLANE_MODE],
        message: `Namespace ${name} asks for data plane mode \`${mode}\`, which means nothing: its pods are not captured`,
        evidence: [
          factAt(
            manifest,
            ['metadata', 'labels', DATAPLANE_MODE],
            `Only \`ambient\` enrols a namespace; \`${mode}\` is compared exactly and is another word.`,
          ),
        ],
        affected: (model.workloadsByNamespace.get(name) ?? []).map(({ owner }) => owner),
      });
    }
    for (const workload of workloadsByOwnerOnce(index)) {
      const { labels, manifest, owner, capture } = workload;
      const mode = labelValue(labels, DATAPLANE_MODE);
      if (mode === undefined || mode === 'ambient' || mode === 'none') continue;
      const path = podMetadata(workload, 'labels', DATAPLANE_MODE);
      report({
        manifest,
        field: path,
        message: `${nameOf(owner)} asks for data plane mode \`${mode}\`, which means nothing: its pods ${capture.captured ? 'are captured all the same' : 'are not captured'}`,
        affected: [owner],
        evidence: [factAt(manifest, path, `\`${mode}\` neither enrols a pod nor takes it out.`)],
        cause: `${owner.kind}/${owner.name}`,
      });
    }
  },
});
