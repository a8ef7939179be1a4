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
  /** The owners of those that are in a set; the same set is looked at once. */
  within(some: ReadonlySet<Workload>): readonly ObjectRef[];
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

/** The workloads of one class of traffic, by the waypoints in front of them. */
class Ways {
  private readonly byWaypoints = new Map<readonly Gateway[], Workload[]>();

  constructor(
    private readonly pathClass: PathClass,
    private readonly bypassed = false,
  ) {}

  add(workload: Workload, behind: readonly Gateway[]): void {
    const workloads = this.byWaypoints.get(behind);
    if (workloads === undefined) this.byWaypoints.set(behind, [workload]);
    else workloads.push(workload);
  }

  reaches(everything: readonly Workload[], owners: readonly ObjectRef[]): readonly Reach[] {
    const { pathClass, bypassed } = this;
    return [...this.byWaypoints].map(([behind, workloads]) => {
      const targets = workloads.length === everything.length ? owners : ownersOf(workloads);
      return { pathClass, behind, bypassed, workloads, targets, within: ownersWithin(workloads) };
    });
  }
}

function ownersWithin(workloads: readonly Workload[]): Reach['within'] {
  const found = new Map<ReadonlySet<Workload>, readonly ObjectRef[]>();
  return (some) => {
    let owners = found.get(some);
    if (owners === undefined) found.set(some, (owners = ownersOf(workloads.filter((workload) => some.has(workload)))));
    return owners;
  };
}

const NONE: readonly Gateway[] = Object.freeze([]);
const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

function reaches(workloads: readonly Workload[], model: ClusterModel, captured: boolean): readonly Reach[] {
  if (workloads.length === 0) return [];
  const combinations = new WaypointCombinations();
  const service = new Ways('SERVICE_ADDRESSED');
  const pod = new Ways('POD_ADDRESSED');
  const ingress = new Ways('INGRESS');
  const sidecar = new Ways('SIDECAR_CLIENT');
  const uncaptured = new Ways('UNCAPTURED_CLIENT');
  // Plain inbound traffic then never enters ztunnel (semantics 1.3); HBONE still does.
  const bypassing = new Ways('UNCAPTURED_CLIENT', true);
  for (const workload of workloads) {
    const services = model.servicesByWorkload.get(workload) ?? [];
    const addressed = services.filter(hasAddress);
    if (addressed.length > 0) service.add(workload, combinations.of(waypointsOf(addressed)));
    pod.add(workload, combinations.of(workload.binding.waypoint === null ? NONE : [workload.binding.waypoint]));
    if (services.length > 0) {
      const through = addressed.filter((candidate) => candidate.ingressUseWaypoint);
      ingress.add(workload, combinations.of(waypointsOf(through)));
    }
    sidecar.add(workload, NONE);
    const isBypassed = captured && labelValue(workload.annotations, BYPASS_INBOUND) === 'true';
    (isBypassed ? bypassing : uncaptured).add(workload, NONE);
  }
  const owners = ownersOf(workloads);
  return [service, pod, ingress, sidecar, uncaptured, bypassing].flatMap((ways) => ways.reaches(workloads, owners));
}

/** One array for each combination of waypoints, so that it can be a key. */
class WaypointCombinations {
  private readonly single = new Map<Gateway, readonly Gateway[]>();
  private readonly several = new Map<string, readonly Gateway[]>();

  of(waypoints: readonly Gateway[]): readonly Gateway[] {
    const [first] = waypoints;
    if (first === undefined) return NONE;
    if (waypoints.length === 1) return known(this.single, first, waypoints);
    return known(this.several, waypoints.map(({ namespace, name }) => `${namespace}/${name}`).join(), waypoints);
  }
}

function known<Key, Value>(values: Map<Key, Value>, key: Key, value: Value): Value {
  const found = values.get(key);
  if (found !== undefined) return found;
  values.set(key, value);
  return value;
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
