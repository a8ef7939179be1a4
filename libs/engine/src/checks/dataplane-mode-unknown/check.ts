import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';

const DATAPLANE_MODE = 'istio.io/dataplane-mode';

export const dataplaneModeUnknown = defineCheck({
  id: 'dataplane-mode-unknown',
  severity: 'warning',
  title: 'A namespace with a data plane mode that Istio does not know',
  why: 'Only the exact values `ambient` and `none` mean anything. With another value the namespace is not enrolled: its pods are not captured, and no policy at ztunnel applies to them.',
  fix: 'Write `ambient` or `none`, in lower case.',
  source: 'istio cni/pkg/util/enablement_selector.go Matches (semantics 1.1)',

  run({ model }, report) {
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
  },
});
