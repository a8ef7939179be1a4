import type { Enforcer, Fact, PathClass } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { groupBy } from '../model/group-by.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import type { ImplicitPolicies } from '../ztunnel/implicit-policies.js';
import { hasAddress } from './approach.js';
import { uniqueRefs } from './targets.js';
import { bypassFact, crossingFact, refusedFact } from './waypoint-facts.js';

/** What one waypoint stands in front of, seen from a policy that it holds. */
export interface Placement {
  readonly waypoint: Gateway;
  /** Services whose chains hold the policy. */
  readonly services: readonly Service[];
  /** Workloads whose pod-addressed traffic meets it; empty for policies that name a Service. */
  readonly workloads: readonly Workload[];
}

/** For one class of traffic: what of a placement crosses the waypoint, and what passes it by. */
export interface WaypointReach {
  readonly pathClass: PathClass;
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  /** Services, and workloads by owner, that cross it. */
  readonly crossing: readonly ObjectRef[];
  readonly bypassing: readonly ObjectRef[];
  /** Built once, shared by all policies. */
  crossingFacts(): readonly Fact[];
  bypassFacts(): readonly Fact[];
}

const NO_SERVICES: readonly Service[] = Object.freeze([]);
const NO_WORKLOADS: readonly Workload[] = Object.freeze([]);

/** Semantics 2.5, 2.6, table C and table E, each placement looked at once. */
export class WaypointReaches {
  private readonly whole = new Map<Gateway, Placement>();
  private readonly single = new Map<Gateway, Map<Service, Placement>>();
  private readonly reaches = new Map<Placement, readonly WaypointReach[]>();
  private readonly alike = new Map<Placement, readonly (readonly Service[])[]>();

  /** Envoy waypoints that something is bound to, and the others. */
  readonly all: readonly Gateway[];

  private readonly byNamespace = new Map<string, Gateway[]>();
  private readonly byTarget = new Map<string, readonly Placement[]>();
  private byName: ReadonlyMap<string, readonly Gateway[]> | undefined;

  constructor(
    private readonly model: ClusterModel,
    private readonly implicit: ImplicitPolicies,
  ) {
    this.all = model.gateways.filter(({ role }) => role === 'WAYPOINT');
    for (const waypoint of this.all) {
      const here = this.byNamespace.get(waypoint.namespace);
      if (here === undefined) this.byNamespace.set(waypoint.namespace, [waypoint]);
      else here.push(waypoint);
    }
  }

  in(namespace: string): readonly Gateway[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** Everything behind a waypoint: for policies that name the Gateway or its class. */
  wholeOf(waypoint: Gateway): Placement {
    let placement = this.whole.get(waypoint);
    if (placement === undefined) {
      const { boundServices, canaryServices, boundWorkloads } = waypoint;
      const services = canaryServices.length === 0 ? boundServices : [...boundServices, ...canaryServices];
      this.whole.set(waypoint, (placement = { waypoint, services, workloads: boundWorkloads }));
    }
    return placement;
  }

  /** What policies of a namespace cover that name a waypoint's Gateway, if anything; each pair looked at once. */
  targetedBy(namespace: string, name: string): readonly Placement[] {
    const key = `${namespace}/${name}`;
    let placements = this.byTarget.get(key);
    if (placements === undefined) {
      const found =
        this.model.behaviour.gatewayTargetsCountIn === 'WAYPOINT_NAMESPACE'
          ? this.in(namespace)
              .filter((waypoint) => waypoint.name === name)
              .map((waypoint) => this.wholeOf(waypoint))
          : this.withServicesIn(namespace, name);
      placements = found.filter(({ services, workloads }) => services.length > 0 || workloads.length > 0);
      this.byTarget.set(key, placements);
    }
    return placements;
  }

  // In 1.24 the namespace of a chain is that of its service (semantics 14.24).
  private withServicesIn(namespace: string, name: string): readonly Placement[] {
    this.byName ??= groupBy(this.all, (waypoint) => waypoint.name);
    return (this.byName.get(name) ?? []).map((waypoint) => {
      const { services, workloads } = this.wholeOf(waypoint);
      return {
        waypoint,
        services: services.filter((service) => service.namespace === namespace),
        workloads: waypoint.namespace === namespace ? workloads : NO_WORKLOADS,
      };
    });
  }

  /** One service behind a waypoint: for policies that name the Service. */
  serviceAt(waypoint: Gateway, service: Service): Placement {
    let placements = this.single.get(waypoint);
    if (placements === undefined) this.single.set(waypoint, (placements = new Map<Service, Placement>()));
    let placement = placements.get(service);
    if (placement === undefined) {
      placements.set(service, (placement = { waypoint, services: [service], workloads: NO_WORKLOADS }));
    }
    return placement;
  }

  /** The services of a placement, those together whose ports look alike. */
  groupsOf(placement: Placement): readonly (readonly Service[])[] {
    let groups = this.alike.get(placement);
    if (groups === undefined) this.alike.set(placement, (groups = groupsByPorts(placement.services)));
    return groups;
  }

  of(placement: Placement): readonly WaypointReach[] {
    let reaches = this.reaches.get(placement);
    if (reaches === undefined)
      this.reaches.set(placement, (reaches = reachesOf(placement, this.implicit.for(placement.waypoint) !== null)));
    return reaches;
  }
}

function groupsByPorts(services: readonly Service[]): readonly (readonly Service[])[] {
  const bySignature = new Map<string, Service[]>();
  for (const service of services) {
    const signature = service.ports.map((p) => `${p.port}:${p.targetPort ?? p.targetPortName}:${p.protocol}`).join();
    const alike = bySignature.get(signature);
    if (alike === undefined) bySignature.set(signature, [service]);
    else alike.push(service);
  }
  return [...bySignature.values()];
}

function reachesOf({ waypoint, services, workloads }: Placement, refusesOthers: boolean): readonly WaypointReach[] {
  const addressed = services.every(hasAddress) ? services : services.filter(hasAddress);
  // A gateway that is to use a sandwich finds no endpoints there, so that its requests fail (semantics 14.7).
  const led = addressed.filter((service) => service.ingressUseWaypoint);
  const ingress = waypoint.role === 'SANDWICH' ? NO_SERVICES : led;
  const everything = refsOf(services, workloads);
  const without = (crossing: readonly Service[]) => {
    const crossed = new Set(crossing);
    return services.filter((service) => !crossed.has(service));
  };
  const headless = addressed.length === services.length ? NO_SERVICES : without(addressed);
  // A pod behind a bound service is bound itself only by its own label or its namespace's, and by the right type.
  const open = services.filter((service) => !service.workloads.every(({ binding }) => binding.waypoint === waypoint));
  const strayPods = services.filter(({ workloads: pods }) => pods.length === 0);
  const onlyPods = services.length === 0 ? workloads : NO_WORKLOADS;
  const reach = reachesAt(waypoint, refusesOthers);
  return [
    reach('SERVICE_ADDRESSED', addressed, NO_WORKLOADS, refsOf(headless, onlyPods)),
    reach('POD_ADDRESSED', NO_SERVICES, workloads, refsOf([...open, ...strayPods], NO_WORKLOADS)),
    reach('INGRESS', ingress, NO_WORKLOADS, refsOf(without(led), onlyPods)),
    reach('SIDECAR_CLIENT', NO_SERVICES, NO_WORKLOADS, everything),
    reach('UNCAPTURED_CLIENT', NO_SERVICES, NO_WORKLOADS, everything),
  ];
}

const reachesAt =
  (waypoint: Gateway, refused: boolean) =>
  (
    pathClass: PathClass,
    services: readonly Service[],
    workloads: readonly Workload[],
    bypassing: readonly ObjectRef[],
  ): WaypointReach => ({
    pathClass,
    services,
    workloads,
    crossing: refsOf(services, workloads),
    bypassing,
    crossingFacts: once(() => [crossingFact(waypoint, pathClass)]),
    bypassFacts: once(() => [bypassFact(waypoint, pathClass, bypassing), ...(refused ? [refusedFact(waypoint)] : [])]),
  });

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}

const refsOf = (services: readonly Service[], workloads: readonly Workload[]): readonly ObjectRef[] =>
  uniqueRefs([...services, ...workloads.map(({ owner }) => owner)]);

/** The enforcer that a Gateway is. */
export function enforcerOf({ role, namespace, name }: Gateway): Enforcer {
  return { type: role === 'REMOTE' ? 'NOBODY' : role, namespace, name };
}
