import type { FieldPath } from '../../manifest/manifest.js';
import type { Workload } from '../../model/model.js';
import { field, labelValue, list, text } from '../../model/narrow.js';
import { isRelease, minorOf, releaseOf } from '../../version/istio-version.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const ztunnelVersionDiffers = defineCheck({
  id: 'ztunnel-version-differs',
  severity: 'warning',
  title: 'A ztunnel that is newer than istiod, or older by more than one minor release',
  why: 'istiod supports a data plane of its own minor release and of the one before. Beyond that ztunnel may not know what istiod sends, and policies come to something else than they are judged to here.',
  fix: 'Upgrade istiod first, then ztunnel, one minor release at a time.',
  source: 'istio.io releases/supported-releases, control plane and data plane skew (semantics 8; 10.6 MC_VERSION_SKEW)',

  run({ model }, report) {
    const istiod = minorOf(model.istioVersion);
    if (model.istioVersionSource !== 'SNAPSHOT' || istiod === null) return;
    const known = new Set<string>();
    for (const workload of model.workloads) {
      if (labelValue(workload.labels, 'app') !== 'ztunnel' || known.has(nameOf(workload.owner))) continue;
      const version = versionOf(workload);
      const ztunnel = version === null ? null : minorOf(version);
      if (ztunnel === null || version === null || (ztunnel <= istiod && ztunnel >= istiod - 1)) continue;
      known.add(nameOf(workload.owner));
      report({
        manifest: workload.manifest,
        field: imagePath(workload),
        message: `${nameOf(workload.owner)} is ztunnel ${version} beside istiod ${model.istioVersion}, which supports its own minor release and the one before`,
        affected: [workload.owner],
      });
    }
  },
});

const imagePath = ({ podPath }: Workload): FieldPath => [...podPath, 'spec', 'containers', 0, 'image'];

/** Of the image of its first container. */
function versionOf(workload: Workload): string | null {
  const podSpec = [...workload.podPath, 'spec'].reduce<unknown>(
    (value, step) => field(value, String(step)),
    workload.manifest.body,
  );
  const [image = ''] = text(field(list(field(podSpec, 'containers'))[0], 'image')).split('@');
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1] ?? '';
  return isRelease(tag) ? releaseOf(tag) : null;
}
