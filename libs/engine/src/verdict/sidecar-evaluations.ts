import type { Enforcer } from '../analysis.js';
import type { ClusterModel, ServicePort, Workload } from '../model/model.js';
import type { Judged } from './destination-drafts.js';
import type { EnvoyEvaluator } from './evaluation.js';
import { targetPortOn } from './port-space.js';

/** What the sidecars of the workloads make of a policy; workloads whose ports look alike are looked at once. */
export function sidecarEvaluations(
  workloads: readonly Workload[],
  evaluator: EnvoyEvaluator,
  model: ClusterModel,
): readonly Judged[] {
  if (!evaluator.dependsOnPorts) {
    const evaluation = evaluator.evaluate(null, false);
    return evaluation === null ? [] : [{ workloads: null, evaluation }];
  }
  const alike = new Map<string, { ports: readonly ServicePort[]; several: boolean; workloads: Set<Workload> }>();
  for (const workload of workloads) {
    const ports = inboundPorts(workload, model);
    const several = evaluator.meetings?.atSidecar(workload) ?? false;
    const signature = `${several};${ports.map(({ port, protocol }) => `${port}:${protocol}`).join()}`;
    const group = alike.get(signature);
    if (group === undefined) alike.set(signature, { ports, several, workloads: new Set([workload]) });
    else group.workloads.add(workload);
  }
  return [...alike.values()].flatMap((group) => {
    const evaluation = evaluator.evaluate(group.ports.length === 0 ? null : group.ports, group.several);
    return evaluation === null ? [] : [{ workloads: group.workloads, evaluation }];
  });
}

// A sidecar compares the port on the pod, so its chains are counted by target port.
function inboundPorts(workload: Workload, model: ClusterModel): readonly ServicePort[] {
  const services = model.servicesByWorkload.get(workload) ?? [];
  return services.flatMap(({ ports }) =>
    ports.map((port) => ({ ...port, port: targetPortOn(port, workload) ?? port.port })),
  );
}

/** The namespace of the workloads, '' when they lie in several; no name: one verdict covers many. */
export function sidecarEnforcer(workloads: readonly Workload[]): Enforcer {
  const namespace = workloads[0]?.namespace ?? '';
  const same = workloads.every((workload) => workload.namespace === namespace);
  return { type: 'SIDECAR', namespace: same ? namespace : '', name: '' };
}
