import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { ClusterModel, Labels } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../../model/waypoint-reference.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { podMetadata, workloadsByOwnerOnce } from '../workload-labels.js';

export const waypointNamespaceWithoutWaypoint = defineCheck({
  id: 'waypoint-namespace-without-waypoint',
  severity: 'warning',
  title: 'The namespace of a waypoint without its name',
  why: '`istio.io/use-waypoint-namespace` is read only beside `istio.io/use-waypoint` on the same object. Alone it has no effect: the object uses the waypoint of its namespace, or none.',
  fix: 'Add `istio.io/use-waypoint` to the same object, or remove the label.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go GetUseWaypoint (semantics 2.3)',

  run({ model, index }, report) {
    for (const { manifest, labels, path } of labelled(model, index)) {
      if (labelValue(labels, USE_WAYPOINT_NAMESPACE) === undefined) continue;
      if (labelValue(labels, USE_WAYPOINT) !== undefined) continue;
      report({
        manifest,
        field: path,
        message: `${nameOf(manifest)} says in which namespace its waypoint is, but not which one: the label has no effect`,
        evidence: [factAt(manifest, path, `There is no ${USE_WAYPOINT} beside it.`)],
      });
    }
  },
});

interface Labelled {
  readonly manifest: Manifest;
  readonly labels: Labels | undefined;
  readonly path: FieldPath;
}

function* labelled(model: ClusterModel, index: CheckIndex): Iterable<Labelled> {
  const path = ['metadata', 'labels', USE_WAYPOINT_NAMESPACE];
  for (const { manifest, labels } of model.namespaces.values()) if (manifest !== null) yield { manifest, labels, path };
  for (const { manifest, labels } of model.services) yield { manifest, labels, path };
  for (const workload of workloadsByOwnerOnce(index)) {
    const { manifest, labels } = workload;
    yield { manifest, labels, path: podMetadata(workload, 'labels', USE_WAYPOINT_NAMESPACE) };
  }
}
