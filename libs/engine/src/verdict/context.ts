import { Selection } from '../attachment/selection.js';
import { TargetIndex } from '../attachment/target-index.js';
import type { Enforcer, Fact } from '../analysis.js';
import { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import { labelValue } from '../model/narrow.js';
import type { Policy } from '../model/policy.js';
import { PeerAuthenticationIndex } from '../ztunnel/peer-authentication-index.js';
import { ClassicRouting } from './classic-routing.js';
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
  readonly peers: PeerAuthenticationIndex;
  readonly providers: ExtAuthzProviders;
  private readonly classicRouting: ClassicRouting;
  private readonly wideTelemetries = new Map<string, Policy>();
  private readonly exposures = new Map<readonly Workload[], Exposure>();
  private readonly mistakable = new Map<readonly Workload[], ReadonlyMap<number, ReadonlySet<Workload>>>();

  constructor(readonly model: ClusterModel) {
    this.selection = new Selection(model);
    this.targets = new TargetIndex(model);
    this.waypoints = new WaypointReaches(model);
    this.ztunnel = ztunnelOf(model);
    this.peers = new PeerAuthenticationIndex(model);
    this.providers = new ExtAuthzProviders(model);
    this.classicRouting = new ClassicRouting(model);
    for (const policy of model.policies) {
      const isWide = policy.kind === 'Telemetry' && policy.selector === undefined && policy.targetRefs.length === 0;
      if (isWide && !this.wideTelemetries.has(policy.namespace)) this.wideTelemetries.set(policy.namespace, policy);
    }
    this.routers = model.gateways.filter(({ role }) => role === 'GATEWAY' || role === 'SANDWICH');
  }

  /** The oldest Telemetry of a namespace that has neither selector nor targetRefs: only this one counts there. */
  wideTelemetry(namespace: string): Policy | undefined {
    return this.wideTelemetries.get(namespace);
  }

  /** VirtualServices that route the same service. */
  mixedWith(service: Service): readonly Fact[] {
    return this.classicRouting.factsAbout(service);
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
