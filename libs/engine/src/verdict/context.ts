import { RouteParents } from '../attachment/route-parents.js';
import { Selection } from '../attachment/selection.js';
import { TargetIndex } from '../attachment/target-index.js';
import type { Enforcer, Fact } from '../analysis.js';
import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { Manifest } from '../manifest/manifest.js';
import { groupBy } from '../model/group-by.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { Policy } from '../model/policy.js';
import { ImplicitPolicies } from '../ztunnel/implicit-policies.js';
import { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { ClassicRouting } from './classic-routing.js';
import { Delegations } from './traffic/delegations.js';
import { DestinationRules } from './traffic/destination-rules.js';
import { HostIndex } from './traffic/host-index.js';
import { IngressPaths } from './traffic/ingress-paths.js';
import { Approaches } from './approach.js';
import { exposureOf, type Exposure } from './exposure.js';
import { L4Routes } from './l4-routes.js';
import { PortMistakes, serviceOnlyPorts, type PortMistake } from './port-space.js';
import { ProviderMeetings } from './provider-meetings.js';
import { WaypointReaches } from './waypoint-reach.js';

/** What the judge of one model computes once and shares between policies. */
export class Context {
  readonly selection: Selection;
  readonly targets: TargetIndex;
  readonly routeParents: RouteParents;
  readonly l4Routes: L4Routes;
  readonly waypoints: WaypointReaches;
  readonly ztunnel: Enforcer;
  readonly hosts: HostIndex;
  readonly delegations: Delegations;
  readonly destinationRules: DestinationRules;
  readonly ingressPaths: IngressPaths;
  /** Somebody's traffic goes through ztunnel, which reads none of the routing kinds. */
  readonly hasCapturedClients: boolean;
  readonly peers: PeerAuthenticationIndex;
  readonly providers: ExtAuthzProviders;
  readonly meetings: ProviderMeetings;
  readonly implicit: ImplicitPolicies;
  private readonly approaches: Approaches;
  private readonly classicRouting: ClassicRouting;
  private readonly routers: readonly Gateway[];
  private readonly routersByNamespace: ReadonlyMap<string, readonly Gateway[]>;
  private readonly sidecarByNamespace = new Map<string, Workload>();
  private readonly anySidecar: Workload | undefined;
  private readonly wideTelemetries = new Map<string, Policy>();
  private readonly bindings = new Map<Service, readonly Fact[]>();
  private readonly exposures = new Map<readonly Workload[], Exposure>();
  private readonly mistakes = new Map<readonly Workload[], PortMistakes>();
  private readonly portsOnlyOfServices = new Map<Workload, readonly number[]>();

  constructor(readonly model: ClusterModel) {
    this.selection = new Selection(model);
    this.approaches = new Approaches(model);
    this.targets = new TargetIndex(model);
    this.routeParents = new RouteParents(model, this.targets);
    this.l4Routes = new L4Routes(model, this.targets);
    this.implicit = new ImplicitPolicies(model);
    this.waypoints = new WaypointReaches(model, this.implicit);
    this.ztunnel = ztunnelOf(model);
    for (const workload of model.workloads) {
      const isClient = workload.sidecar && !workload.capture.captured;
      if (isClient && !this.sidecarByNamespace.has(workload.namespace)) {
        this.sidecarByNamespace.set(workload.namespace, workload);
      }
    }
    this.anySidecar = this.sidecarByNamespace.values().next().value;
    this.hosts = new HostIndex(model.services);
    this.delegations = new Delegations(model);
    this.destinationRules = new DestinationRules(model, this.hosts);
    this.ingressPaths = new IngressPaths(model, this.routeParents, this.targets, this.hosts, this.delegations);
    this.hasCapturedClients = model.workloads.some(({ capture }) => capture.captured);
    this.peers = new PeerAuthenticationIndex(model);
    this.providers = new ExtAuthzProviders(model);
    this.meetings = new ProviderMeetings(model, this.selection, this.providers);
    this.classicRouting = new ClassicRouting(model, this.hosts);
    for (const policy of model.policies) {
      const isWide = policy.kind === 'Telemetry' && policy.selector === undefined && policy.targetRefs.length === 0;
      if (isWide && !this.wideTelemetries.has(policy.namespace)) this.wideTelemetries.set(policy.namespace, policy);
    }
    this.routers = model.gateways.filter(({ role }) => role === 'GATEWAY' || role === 'SANDWICH');
    this.routersByNamespace = groupBy(this.routers, ({ namespace }) => namespace);
  }

  /** Gateways whose proxy is a router (ingress, egress, sandwiches) and that see the policies of a namespace. */
  routersReading(namespace: string): readonly Gateway[] {
    return namespace === this.model.mesh.rootNamespace ? this.routers : (this.routersByNamespace.get(namespace) ?? []);
  }

  /** The oldest Telemetry of a namespace that has neither selector nor targetRefs: only this one counts there. */
  wideTelemetry(namespace: string): Policy | undefined {
    return this.wideTelemetries.get(namespace);
  }

  /** A workload with a sidecar, of one namespace or (null) of any. */
  sidecarClient(namespace: string | null): Workload | undefined {
    return namespace === null ? this.anySidecar : this.sidecarByNamespace.get(namespace);
  }

  /** The chain of reasons of a service's binding, built once. */
  bindingFacts(service: Service): readonly Fact[] {
    let facts = this.bindings.get(service);
    if (facts === undefined) this.bindings.set(service, (facts = service.binding.evidence()));
    return facts;
  }

  /** VirtualServices that route the same service. */
  mixedWith(service: Service): readonly Fact[] {
    return this.classicRouting.factsAbout(service);
  }

  /** VirtualServices that route a service for the mesh, oldest first. */
  virtualServicesOf(service: Service): readonly Manifest[] {
    return this.classicRouting.of(service);
  }

  /** @param workloads as `selection` answers them: the same array is looked at once */
  exposure(workloads: readonly Workload[]): Exposure {
    let exposure = this.exposures.get(workloads);
    if (exposure === undefined) this.exposures.set(workloads, (exposure = exposureOf(workloads, this.approaches)));
    return exposure;
  }

  /** Of some workloads those for which every number of a list is a port of their Service but not of themselves. */
  mistaking(workloads: readonly Workload[], ports: readonly number[]): PortMistake {
    let mistakes = this.mistakes.get(workloads);
    if (mistakes === undefined)
      this.mistakes.set(workloads, (mistakes = new PortMistakes(workloads, this.foreignPorts)));
    return mistakes.of(ports);
  }

  /** Many selections share their workloads. */
  private readonly foreignPorts = (workload: Workload): readonly number[] => {
    let ports = this.portsOnlyOfServices.get(workload);
    if (ports === undefined) {
      this.portsOnlyOfServices.set(workload, (ports = serviceOnlyPorts(workload, this.model)));
    }
    return ports;
  };
}

/** The ztunnel DaemonSet of the snapshot, else where Istio's charts put it. */
function ztunnelOf({ workloads }: ClusterModel): Enforcer {
  const found = workloads.find(
    ({ owner, labels }) => owner.kind === 'DaemonSet' && labelValue(labels, 'app') === 'ztunnel',
  );
  const { namespace, name } = found?.owner ?? { namespace: 'istio-system', name: 'ztunnel' };
  return Object.freeze({ type: 'ZTUNNEL', namespace, name });
}
