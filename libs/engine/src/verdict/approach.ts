import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';

/** The waypoints in front of a workload, sorted; the same combination is the same array. */
export type Waypoints = readonly Gateway[];

/** How traffic gets to a workload, by its class (semantics 2.5, 2.6, 7.1). */
export interface Approach {
  /** null: no client can address a service of it. */
  readonly service: Waypoints | null;
  readonly pod: Waypoints;
  /** null: no gateway knows a service of it. */
  readonly ingress: Waypoints | null;
  /** Plain inbound traffic goes around its ztunnel (semantics 1.3); HBONE does not. */
  readonly bypassesZtunnel: boolean;
  /** Its sidecar does not speak HBONE, so captured clients and waypoints send plaintext (semantics 1.4). */
  readonly withoutTunnel: boolean;
}

export const NO_WAYPOINTS: Waypoints = Object.freeze([]);
const BYPASS_INBOUND = 'ambient.istio.io/bypass-inbound-capture';

/** The approach of every workload; those that are reached alike share one. */
export class Approaches {
  private readonly byWorkload = new Map<Workload, Approach>();
  private readonly known = new Map<string, Approach>();
  private readonly combinations = new Map<string, Waypoints>();

  private readonly hasCapturedClients: boolean;

  constructor(private readonly model: ClusterModel) {
    this.hasCapturedClients = model.workloads.some(({ capture }) => capture.captured);
  }

  of(workload: Workload): Approach {
    let approach = this.byWorkload.get(workload);
    if (approach === undefined) this.byWorkload.set(workload, (approach = this.find(workload)));
    return approach;
  }

  private find(workload: Workload): Approach {
    const services = this.model.servicesByWorkload.get(workload) ?? [];
    const addressed = services.filter(hasAddress);
    const through = addressed.filter(({ ingressUseWaypoint }) => ingressUseWaypoint);
    const { waypoint } = workload.binding;
    return this.shared({
      service: addressed.length === 0 && !servesOthers(workload) ? null : waypointsOf(addressed),
      pod: waypoint === null ? NO_WAYPOINTS : [waypoint],
      ingress: services.length === 0 ? null : waypointsOf(through),
      bypassesZtunnel: labelValue(workload.annotations, BYPASS_INBOUND) === 'true',
      withoutTunnel: this.hasCapturedClients && lacksTunnel(workload),
    });
  }

  private shared({ service, pod, ingress, bypassesZtunnel, withoutTunnel }: Approach): Approach {
    const key = `${nameOf(service)};${nameOf(pod)};${nameOf(ingress)};${bypassesZtunnel};${withoutTunnel}`;
    let approach = this.known.get(key);
    if (approach === undefined) {
      approach = {
        service: service && this.combination(service),
        pod: this.combination(pod),
        ingress: ingress && this.combination(ingress),
        bypassesZtunnel,
        withoutTunnel,
      };
      this.known.set(key, approach);
    }
    return approach;
  }

  private combination(waypoints: Waypoints): Waypoints {
    const key = nameOf(waypoints);
    const known = this.combinations.get(key);
    if (known === undefined) this.combinations.set(key, waypoints);
    return known ?? waypoints;
  }
}

/** Its ztunnel meets what is addressed to the services that the gateway in a sandwich stands for (semantics 2.9). */
const servesOthers = ({ gateway }: Workload): boolean =>
  gateway !== null && gateway.role === 'SANDWICH' && gateway.boundServices.length > 0;

// The injector labels pods of ambient installations; a template does not show it yet.
const lacksTunnel = ({ kind, sidecar, capture, nativeTunnel }: Workload): boolean =>
  kind === 'Pod' && sidecar && !capture.captured && !nativeTunnel;

const nameOf = (waypoints: Waypoints | null): string =>
  waypoints === null ? '-' : waypoints.map(({ namespace, name }) => `${namespace}/${name}`).join();

/** Whether clients can address the service itself; a headless one resolves to its pods (semantics 2.5). */
export const hasAddress = ({ headless, externalName }: Service): boolean => !headless && !externalName;

/** Every waypoint that service-addressed traffic may cross, canaries included; sorted, each once. */
export function waypointsOf(services: readonly Service[]): Waypoints {
  const waypoints = new Set<Gateway>();
  for (const { binding } of services) {
    if (binding.waypoint !== null) waypoints.add(binding.waypoint);
    if (binding.canary !== null) waypoints.add(binding.canary.waypoint);
  }
  if (waypoints.size === 0) return NO_WAYPOINTS;
  return [...waypoints].sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}
