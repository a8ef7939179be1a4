import { identityOf } from '../authorization/peer.js';
import type { ClusterModel, Gateway, Workload } from '../model/model.js';
import type { ZtunnelPolicy } from './convert.js';

/**
 * The ALLOW policies that istiod makes up for the waypoints in front of a workload, with PILOT_AUTO_ALLOW_WAYPOINT_POLICY
 * (semantics 7.8; Istio ambient/policies.go implicitWaypointPolicy, workloads.go implicitWaypointPolicies). Since they
 * are ALLOW policies, ztunnel then refuses whatever comes another way, unless another policy admits it.
 */
export class ImplicitPolicies {
  readonly areMade: boolean;
  private readonly byWaypoint = new Map<Gateway, ZtunnelPolicy | null>();

  constructor(private readonly model: ClusterModel) {
    this.areMade = model.mesh.features['PILOT_AUTO_ALLOW_WAYPOINT_POLICY'] === true;
  }

  /** Those that istiod lists on a workload. */
  of(workload: Workload): readonly ZtunnelPolicy[] {
    if (!this.areMade) return [];
    const services = this.model.servicesByWorkload.get(workload) ?? [];
    const waypoints = [...services.map(({ binding }) => binding.waypoint), workload.binding.waypoint];
    return [...new Set(waypoints)].flatMap((waypoint) => (waypoint === null ? [] : (this.for(waypoint) ?? [])));
  }

  /** Everything that istiod sends because of waypoints. */
  sent(): readonly ZtunnelPolicy[] {
    return this.areMade ? this.model.gateways.flatMap((gateway) => this.for(gateway) ?? []) : [];
  }

  /** null: not made, because the waypoint is not ready or has no pods. */
  for(waypoint: Gateway): ZtunnelPolicy | null {
    if (!this.areMade || waypoint.ready === 'NOT_READY') return null;
    let policy = this.byWaypoint.get(waypoint);
    if (policy === undefined) this.byWaypoint.set(waypoint, (policy = this.make(waypoint)));
    return policy;
  }

  // The snapshot of a rendered waypoint has no pods yet; they will run as the account that istiod gives them.
  private make(waypoint: Gateway): ZtunnelPolicy | null {
    const { namespace, name, workloads, ready } = waypoint;
    const accounts = new Set(workloads.map(({ serviceAccount }) => serviceAccount));
    if (accounts.size === 0 && ready === 'UNKNOWN') accounts.add(waypoint.serviceAccount);
    if (accounts.size === 0) return null;
    const { trustDomain } = this.model.mesh;
    const principals = [...accounts]
      .sort()
      .map((serviceAccount) => ({ exact: identityOf({ namespace, serviceAccount }, trustDomain) }));
    return {
      name: `${namespace}/istio_allow_waypoint_${namespace}_${name}`,
      scope: 'WORKLOAD_SELECTOR',
      action: 'ALLOW',
      rules: [[[{ principals }]]],
    };
  }
}
