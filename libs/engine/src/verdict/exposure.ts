import type { PathClass } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import { ownersOf } from './targets.js';

/** Workloads that one class of traffic reaches in the same way. */
export interface Reach {
  readonly pathClass: PathClass;
  /** The waypoints in front, whose identity and address replace the client's; sorted. */
  readonly behind: readonly Gateway[];
  /** The traffic reaches the workload without crossing its own enforcer. */
  readonly bypassed: boolean;
  readonly workloads: readonly Workload[];
  /** Owners of the workloads. */
  readonly targets: readonly ObjectRef[];
}

/** Who stands at the destination of the selected workloads, and how traffic gets there. */
export interface Exposure {
  readonly workloads: readonly Workload[];
  /** All of them by owner. */
  readonly owners: readonly ObjectRef[];
  readonly captured: readonly Workload[];
  readonly ztunnel: readonly Reach[];
  readonly sidecars: readonly Workload[];
  readonly sidecar: readonly Reach[];
  /** Neither captured nor with a sidecar; proxies of Gateways are not counted. */
  readonly unenforced: readonly Workload[];
}

/** Semantics 7.1 and table C, for the last hop. */
export function exposureOf(workloads: readonly Workload[], model: ClusterModel): Exposure {
  const captured = workloads.filter(({ capture }) => capture.captured);
  const sidecars = workloads.filter(({ capture, sidecar }) => sidecar && !capture.captured);
  return {
    workloads,
    owners: ownersOf(workloads),
    captured,
    ztunnel: reaches(captured, model, true),
    sidecars,
    sidecar: reaches(sidecars, model, false),
    unenforced: workloads.filter(({ capture, sidecar, gateway }) => !capture.captured && !sidecar && gateway === null),
  };
}

class Buckets {
  private readonly byKey = new Map<string, { reach: Omit<Reach, 'workloads' | 'targets'>; workloads: Workload[] }>();

  add(workload: Workload, pathClass: PathClass, behind: readonly Gateway[], bypassed = false): void {
    const names = behind.map(({ namespace, name }) => `${namespace}/${name}`).join(',');
    const key = `${pathClass}|${bypassed}|${names}`;
    const bucket = this.byKey.get(key);
    if (bucket === undefined) this.byKey.set(key, { reach: { pathClass, behind, bypassed }, workloads: [workload] });
    else bucket.workloads.push(workload);
  }

  all(): readonly Reach[] {
    return [...this.byKey.values()].map(({ reach, workloads }) => ({
      ...reach,
      workloads,
      targets: ownersOf(workloads),
    }));
  }
}

const NONE: readonly Gateway[] = Object.freeze([]);
const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

function reaches(workloads: readonly Workload[], model: ClusterModel, captured: boolean): readonly Reach[] {
  const buckets = new Buckets();
  for (const workload of workloads) {
    const services = model.servicesByWorkload.get(workload) ?? [];
    const addressed = services.filter(hasAddress);
    if (addressed.length > 0) buckets.add(workload, 'SERVICE_ADDRESSED', waypointsOf(addressed));
    buckets.add(workload, 'POD_ADDRESSED', workload.binding.waypoint === null ? NONE : [workload.binding.waypoint]);
    if (services.length > 0) {
      buckets.add(workload, 'INGRESS', waypointsOf(addressed.filter((service) => service.ingressUseWaypoint)));
    }
    buckets.add(workload, 'SIDECAR_CLIENT', NONE);
    // Plain inbound traffic then never enters ztunnel (semantics 1.3); HBONE still does.
    const bypassed = captured && labelValue(workload.annotations, BYPASS_INBOUND) === 'true';
    buckets.add(workload, 'UNCAPTURED_CLIENT', NONE, bypassed);
  }
  return buckets.all();
}

/** Whether clients can address the service itself; a headless one resolves to its pods (semantics 2.5). */
export const hasAddress = ({ headless, externalName }: Service): boolean => !headless && !externalName;

/** Every waypoint that service-addressed traffic may cross, canaries included; sorted, each once. */
export function waypointsOf(services: readonly Service[]): readonly Gateway[] {
  const waypoints = new Set<Gateway>();
  for (const { binding } of services) {
    if (binding.waypoint !== null) waypoints.add(binding.waypoint);
    if (binding.canary !== null) waypoints.add(binding.canary.waypoint);
  }
  if (waypoints.size === 0) return NONE;
  return [...waypoints].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}
