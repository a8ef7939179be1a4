import { type PathClass, PATH_CLASSES } from '../analysis.js';
import { Selection } from '../attachment/selection.js';
import type { ClusterModel, Service, Workload } from '../model/model.js';
import { Approaches } from '../verdict/approach.js';
import { exposureOf, type Reach } from '../verdict/exposure.js';
import { uniqueRefs } from '../verdict/targets.js';
import type { TopologyWay } from './topology.js';

/** How each class of traffic reaches the pods of a service; made once for a model, because policies are looked up. */
export function waysTo(model: ClusterModel): (service: Service) => readonly TopologyWay[] {
  const guarded = guardedWorkloads(model);
  const approaches = new Approaches(model);
  return (service) => {
    const { ztunnel, sidecar } = exposureOf(service.workloads, approaches);
    return PATH_CLASSES.flatMap((pathClass) => {
      const reaches = [...ztunnel, ...sidecar].filter((reach) => reach.pathClass === pathClass);
      return reaches.length === 0 ? [] : [wayOf(pathClass, service, reaches, guarded)];
    });
  };
}

function wayOf(
  pathClass: PathClass,
  { binding }: Service,
  reaches: readonly Reach[],
  guarded: ReadonlySet<Workload>,
): TopologyWay {
  const around = reaches.filter(({ behind }) => binding.waypoint !== null && !behind.includes(binding.waypoint));
  return {
    pathClass,
    through: uniqueRefs(
      reaches.flatMap(({ behind }) => behind).map(({ namespace, name }) => ({ kind: 'Gateway', namespace, name })),
    ),
    bypasses: around.length > 0,
    guarded:
      around.length > 0 &&
      around.every(({ bypassed, workloads }) => !bypassed && workloads.every((workload) => guarded.has(workload))),
  };
}

/** Those to which only callers named by an ALLOW policy get, whatever way they come (semantics 4.8). */
function guardedWorkloads(model: ClusterModel): ReadonlySet<Workload> {
  const selection = new Selection(model);
  const found = new Set<Workload>();
  for (const policy of model.policies) {
    if (policy.kind !== 'AuthorizationPolicy' || policy.action !== 'ALLOW' || policy.dryRun) continue;
    if (policy.targetRefs.length > 0) continue;
    for (const workload of selection.atZtunnel(policy)) if (workload.capture.captured) found.add(workload);
    for (const workload of selection.atEnvoy(policy)) {
      if (workload.sidecar && !workload.capture.captured) found.add(workload);
    }
  }
  return found;
}
