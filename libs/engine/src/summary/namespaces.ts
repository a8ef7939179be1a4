import type { NamespaceSummary } from '../analysis.js';
import type { ClusterModel, Namespace, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';

/** Every namespace of the model, in its order. */
export function summarizeNamespaces(model: ClusterModel): readonly NamespaceSummary[] {
  return [...model.namespaces.values()].map((namespace) => {
    const workloads = model.workloadsByNamespace.get(namespace.name) ?? [];
    return {
      name: namespace.name,
      mode: modeOf(namespace, workloads),
      workloads: workloads.length,
      capturedWorkloads: workloads.filter(({ capture }) => capture.captured).length,
      services: model.servicesByNamespace.get(namespace.name)?.length ?? 0,
      waypoint: waypointOf(namespace, model),
    };
  });
}

function modeOf({ labels }: Namespace, workloads: readonly Workload[]): NamespaceSummary['mode'] {
  const captured = workloads.some(({ capture }) => capture.captured);
  const injected = workloads.some(({ sidecar }) => sidecar);
  if (captured && injected) return 'MIXED';
  if (captured || (!injected && labelValue(labels, 'istio.io/dataplane-mode') === 'ambient')) return 'AMBIENT';
  return injected ? 'SIDECAR' : 'NONE';
}

// Whether it is effective shows in what inherited it: the Gateway alone does not know which namespaces it refuses.
function waypointOf({ name }: Namespace, model: ClusterModel): string | null {
  const inherits = ({ referencedFrom, waypoint }: Workload['binding']) => referencedFrom === 'NAMESPACE' && waypoint;
  const bound =
    model.servicesByNamespace.get(name)?.find(({ binding }) => inherits(binding)) ??
    model.workloadsByNamespace.get(name)?.find(({ binding }) => inherits(binding));
  const waypoint = bound?.binding.waypoint ?? null;
  return waypoint === null ? null : `${waypoint.namespace}/${waypoint.name}`;
}
