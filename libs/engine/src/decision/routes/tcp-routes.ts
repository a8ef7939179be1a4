import type { Service } from '../../model/model.js';
import { field, labelsOf, list, text, texts, wholeNumber } from '../../model/narrow.js';
import { hostsMeet } from '../../model/host-names.js';
import type { RouteBackends } from './route-backends.js';
import type { RouteBackend } from './route-rule.js';
import type { ParentedRoute, RouteSource } from './route-sources.js';

/**
 * Where a TCP chain sends bytes: by the first TLS rule for the Service's own name, else by the first TCP rule for the port;
 * [] when there is none (Istio core/listener_waypoint.go getWaypointTCPRoutes).
 */
export function tcpBackends(
  sources: readonly RouteSource[],
  service: Service,
  port: number,
  backends: RouteBackends,
): readonly RouteBackend[] {
  for (const find of [tlsBackends, plainBackends]) {
    for (const source of sources) {
      const found = find(source, service, port, backends);
      if (found !== null) return found;
    }
  }
  return [];
}

function tlsBackends(source: RouteSource, { hostname }: Service, port: number, backends: RouteBackends) {
  if (source.kind === 'GATEWAY_API') return routeBackends(source.routes, 'TLSRoute', port, hostname, backends);
  const { body, namespace } = source.manifest;
  const rule = list(field(body.spec, 'tls')).find((tls) => {
    const matches = list(field(tls, 'match'));
    const isOwn = (match: unknown) => {
      const [host, ...others] = texts(field(match, 'sniHosts'));
      return others.length === 0 && host === hostname && appliesTo(match, port);
    };
    return matches.length === 0 || matches.some(isOwn);
  });
  return rule === undefined ? null : destinations(rule, namespace, port, backends);
}

function plainBackends(source: RouteSource, { hostname }: Service, port: number, backends: RouteBackends) {
  if (source.kind === 'GATEWAY_API') return routeBackends(source.routes, 'TCPRoute', port, hostname, backends);
  const { body, namespace } = source.manifest;
  const rule = list(field(body.spec, 'tcp')).find((tcp) => {
    const matches = list(field(tcp, 'match'));
    return matches.length === 0 || matches.some((match) => appliesTo(match, port));
  });
  return rule === undefined ? null : destinations(rule, namespace, port, backends);
}

/** matchTCP and matchTLS without a source: a waypoint looks at no labels and no namespace of the client. */
function appliesTo(match: unknown, port: number): boolean {
  const wanted = wholeNumber(field(match, 'port')) ?? 0;
  const gateways = texts(field(match, 'gateways'));
  return (
    (wanted === 0 || wanted === port) &&
    (gateways.length === 0 || gateways.includes('mesh')) &&
    Object.keys(labelsOf(field(match, 'sourceLabels'))).length === 0 &&
    text(field(match, 'sourceNamespace')) === ''
  );
}

function routeBackends(
  routes: readonly ParentedRoute[],
  kind: 'TLSRoute' | 'TCPRoute',
  port: number,
  hostname: string,
  backends: RouteBackends,
): readonly RouteBackend[] | null {
  const found = routes.find(
    ({ route, parents }) =>
      route.kind === kind &&
      parents.some((ref) => ref.port === null || ref.port === port) &&
      (kind === 'TCPRoute' || isForOwnName(route.hostnames, hostname)),
  );
  const [rule] = list(field(found?.route.manifest.body.spec, 'rules'));
  if (found === undefined || rule === undefined) return null;
  const targets = list(field(rule, 'backendRefs')).map((ref) => backends.ofRef(ref, found.route));
  const weighed = targets.filter(({ weight }) => weight > 0);
  return weighed.length === 0 ? null : weighed;
}

/** Without names a route means its parent's; of several those count that fit it (augmentTLSPortMatch, compatibleRoutesForHost). */
function isForOwnName(hostnames: readonly string[], hostname: string): boolean {
  const names = hostnames.length > 1 ? hostnames.filter((name) => hostsMeet(hostname, name)) : hostnames;
  return names.length === 0 ? hostnames.length === 0 : names.length === 1 && names[0] === hostname;
}

function destinations(rule: unknown, namespace: string, port: number, backends: RouteBackends) {
  const entries = list(field(rule, 'route'));
  const targets = entries.map((entry) => backends.ofDestination(entry, namespace, port, entries.length === 1));
  const weighed = targets.filter(({ weight }) => weight > 0);
  return weighed.length === 0 ? null : weighed;
}
