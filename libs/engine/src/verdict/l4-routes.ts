import type { TargetIndex } from '../attachment/target-index.js';
import { hostsMeet } from '../model/host-names.js';
import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { Route } from '../model/route.js';

interface Claim {
  readonly route: Route;
  /** null: every port of the service. */
  readonly port: number | null;
}

/**
 * TCPRoutes and TLSRoutes by the services that are their parents. For one port a waypoint follows one route only: the
 * first TLSRoute, else the first TCPRoute, those of its own namespace before those of the service's, the oldest first
 * (Istio core/listener_waypoint.go getWaypointTCPRoutes).
 */
export class L4Routes {
  private readonly claims = new Map<Service, Claim[]>();

  constructor({ routes }: ClusterModel, targets: TargetIndex) {
    for (const route of routes) {
      if (route.kind !== 'TCPRoute' && route.kind !== 'TLSRoute') continue;
      for (const { group, kind, namespace, name, port } of route.parentRefs) {
        const isEntry = kind === 'ServiceEntry' && group === 'networking.istio.io';
        if (!isEntry && (kind !== 'Service' || group !== '')) continue;
        for (const service of targets.servicesNamed(kind, namespace, name)) this.add(service, { route, port });
      }
    }
  }

  /** The route that the waypoint follows for a port of a service. */
  followed(service: Service, port: number, waypoint: Gateway): Route | undefined {
    const rank = ({ kind, namespace }: Route) =>
      (kind === 'TLSRoute' ? 0 : 2) + (namespace === waypoint.namespace ? 0 : 1);
    return (this.claims.get(service) ?? [])
      .filter((claim) => (claim.port === null || claim.port === port) && isRead(claim.route, service, waypoint))
      .map(({ route }) => route)
      .sort((a, b) => rank(a) - rank(b))[0];
  }

  private add(service: Service, claim: Claim): void {
    const known = this.claims.get(service);
    if (known === undefined) this.claims.set(service, [claim]);
    else known.push(claim);
  }
}

const isRead = (route: Route, service: Service, waypoint: Gateway): boolean =>
  (route.namespace === service.namespace || route.namespace === waypoint.namespace) &&
  (route.kind === 'TCPRoute' || isForHost(route, service));

/**
 * A waypoint does not look at the name that a client asks for: it takes a TLSRoute that is for the host of the service
 * alone, after the hostnames of other parents are left out (Istio conversion.go compatibleRoutesForHost,
 * core/listener_waypoint.go getTLSRouteMatch).
 */
export function isForHost({ hostnames }: Route, { hostname }: Service): boolean {
  if (hostnames.length === 0) return true;
  const own = hostnames.length === 1 ? hostnames : hostnames.filter((host) => hostsMeet(hostname, host));
  return own.length === 1 && own[0] === hostname;
}
