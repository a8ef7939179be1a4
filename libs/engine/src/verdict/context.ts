import { Selection } from '../attachment/selection.js';
import { TargetIndex } from '../attachment/target-index.js';
import type { Enforcer } from '../analysis.js';
import type { ClusterModel, Gateway, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import { exposureOf, type Exposure } from './exposure.js';
import { serviceOnlyPorts } from './port-space.js';
import { WaypointReaches } from './waypoint-reach.js';

/** What the judge of one model computes once and shares between policies. */
export class Context {
  readonly selection: Selection;
  readonly targets: TargetIndex;
  readonly waypoints: WaypointReaches;
  readonly ztunnel: Enforcer;
  /** Gateways whose proxy is a router: ingress, egress and sandwiches. */
  readonly routers: readonly Gateway[];
  private readonly exposures = new Map<readonly Workload[], Exposure>();
  private readonly mistakable = new Map<readonly Workload[], ReadonlyMap<number, ReadonlySet<Workload>>>();

  constructor(readonly model: ClusterModel) {
    this.selection = new Selection(model);
    this.targets = new TargetIndex(model);
    this.waypoints = new WaypointReaches(model);
    this.ztunnel = ztunnelOf(model);
    this.routers = model.gateways.filter(({ role }) => role === 'GATEWAY' || role === 'SANDWICH');
  }

  /** @param workloads as `selection` answers them: the same array is looked at once */
  exposure(workloads: readonly Workload[]): Exposure {
    let exposure = this.exposures.get(workloads);
    if (exposure === undefined) this.exposures.set(workloads, (exposure = exposureOf(workloads, this.model)));
    return exposure;
  }

  /** Workloads by a number that is a port of their Service but not of themselves. */
  serviceOnlyPorts(workloads: readonly Workload[]): ReadonlyMap<number, ReadonlySet<Workload>> {
    const known = this.mistakable.get(workloads);
    if (known !== undefined) return known;
    const byPort = new Map<number, Set<Workload>>();
    for (const workload of workloads) {
      for (const port of serviceOnlyPorts(workload, this.model)) {
        const found = byPort.get(port);
        if (found === undefined) byPort.set(port, new Set([workload]));
        else found.add(workload);
      }
    }
    this.mistakable.set(workloads, byPort);
    return byPort;
  }
}

/** The ztunnel DaemonSet of the snapshot, else where Istio's charts put it. */
function ztunnelOf({ workloads }: ClusterModel): Enforcer {
  const found = workloads.find(
    ({ owner, labels }) => owner.kind === 'DaemonSet' && labelValue(labels, 'app') === 'ztunnel',
  );
  const { namespace, name } = found?.owner ?? { namespace: 'istio-system', name: 'ztunnel' };
  return Object.freeze({ type: 'ZTUNNEL', namespace, name });
}
