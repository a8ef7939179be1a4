import type { ClusterModel } from '../../model/model.js';
import { field, labelsOf, list, text, wholeNumber } from '../../model/narrow.js';
import type { Route } from '../../model/route.js';
import type { ModelDirectory } from '../names/model-directory.js';
import { authorityOf, modifierChanges, virtualServiceChanges, withHeaders } from './header-changes.js';
import type { RouteBackend } from './route-rule.js';

const same: RouteBackend['rewrite'] = (http) => http;

/** Finds what routes name as their backends. */
export class RouteBackends {
  constructor(
    private readonly model: ClusterModel,
    private readonly directory: ModelDirectory,
  ) {}

  /**
   * A `backendRefs` entry of a route with a Service as its parent: such routes need no ReferenceGrant (Istio
   * config/kube/gateway/conversion.go buildDestination, enforceRefGrant).
   */
  ofRef(ref: unknown, { namespace }: Route): RouteBackend {
    const other = text(field(ref, 'namespace')) || namespace;
    const name = text(field(ref, 'name'));
    const port = wholeNumber(field(ref, 'port'));
    const refKind = field(ref, 'kind') ?? 'Service';
    const service =
      refKind === 'Hostname'
        ? this.directory.host(name)
        : refKind === 'Service'
          ? this.directory.service(other, name)
          : undefined;
    const weight = wholeNumber(field(ref, 'weight')) ?? 1;
    const changes = list(field(ref, 'filters'))
      .filter((filter) => field(filter, 'type') === 'RequestHeaderModifier')
      .map((filter) => modifierChanges(field(filter, 'requestHeaderModifier')));
    return {
      service: service ?? null,
      port,
      subset: null,
      weight,
      name: `${String(refKind)} ${refKind === 'Hostname' ? name : `${other}/${name}`}:${port ?? '?'}`,
      rewrite: changes.length === 0 ? same : (http) => changes.reduce(withHeaders, http),
    };
  }

  /**
   * A `route` entry of a VirtualService (Istio core/listener_waypoint.go getWaypointDestinationCluster).
   *
   * @param only whether it is the only entry: then its weight may be left out
   */
  ofDestination(entry: unknown, namespace: string, listenPort: number, only: boolean): RouteBackend {
    const destination = field(entry, 'destination');
    const host = fullHost(text(field(destination, 'host')), namespace);
    const service = this.directory.host(host) ?? null;
    const [onePort] = service?.ports.length === 1 ? service.ports : [];
    const port = wholeNumber(field(field(destination, 'port'), 'number')) ?? onePort?.port ?? listenPort;
    const subsetName = text(field(destination, 'subset'));
    const subset = subsetName === '' ? null : this.subset(host, subsetName, namespace);
    const weight = wholeNumber(field(entry, 'weight')) ?? 0;
    const changes = virtualServiceChanges(field(entry, 'headers'));
    const authority = authorityOf(changes);
    return {
      service: subset === undefined ? null : service,
      port,
      subset: subset ?? null,
      weight: only && weight === 0 ? 100 : weight,
      name: `${host}:${port}${subsetName === '' ? '' : ` subset ${subsetName}`}`,
      rewrite: (http) => withHeaders(authority === '' ? http : { ...http, host: authority }, changes),
    };
  }

  /** undefined: no DestinationRule of that host has it, so that the proxy has no such cluster. */
  private subset(host: string, name: string, namespace: string): Readonly<Record<string, string>> | undefined {
    for (const { namespace: own, body } of this.model.othersByKind.get('DestinationRule') ?? []) {
      if (fullHost(text(field(body.spec, 'host')), own) !== host) continue;
      const subset = list(field(body.spec, 'subsets')).find((candidate) => field(candidate, 'name') === name);
      if (subset !== undefined && (own === namespace || isExported(body.spec, namespace))) {
        return labelsOf(field(subset, 'labels'));
      }
    }
    return undefined;
  }
}

/** Istio model ResolveShortnameToFQDN: a name without a dot is one of the own namespace. */
export const fullHost = (host: string, namespace: string): string =>
  host === '' || host === '*' || host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;

/** Whether an object is visible from a namespace that is not its own. */
export function isExported(spec: unknown, namespace: string): boolean {
  const to = list(field(spec, 'exportTo'));
  return to.length === 0 || to.includes('*') || to.includes(namespace);
}
