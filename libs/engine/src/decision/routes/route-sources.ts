import { readsRoutesOf } from '../../attachment/read-routes.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { ClusterModel, Service } from '../../model/model.js';
import { field, list, texts } from '../../model/narrow.js';
import { byAge, createdAt } from '../../model/order.js';
import type { ParentRef, Route } from '../../model/route.js';
import { hostsMeet } from '../../model/host-names.js';
import { fullHost, isExported } from './route-backends.js';

export interface ParentedRoute {
  readonly route: Route;
  /** Those that name the Service. */
  readonly parents: readonly ParentRef[];
}

/** One object that istiod reads as a VirtualService: one itself, or the Gateway API routes of one namespace and kind. */
export type RouteSource =
  | { readonly kind: 'VIRTUAL_SERVICE'; readonly manifest: Manifest }
  | { readonly kind: 'GATEWAY_API'; readonly routes: readonly ParentedRoute[] };

interface Dated {
  readonly namespace: string;
  readonly name: string;
  readonly creationTimestamp: string;
  readonly source: RouteSource;
  /** The first that a proxy of some namespace meets: its own, those meant for it, its Gateway API routes, the rest. */
  groupFor(proxyNamespace: string): number;
}

/** What routes the requests to a Service, in the order in which a proxy meets it. */
export class RouteSources {
  private readonly byParent = new Map<string, ParentedRoute[]>();
  private readonly byHost = new Map<string, Manifest[]>();
  private readonly wide: { readonly host: string; readonly manifest: Manifest }[] = [];
  private readonly routed: ReadonlySet<Service>;

  constructor(model: ClusterModel) {
    for (const route of [...model.routes].sort(byAge)) if (readsRoutesOf(route.kind, model)) this.addRoute(route);
    for (const manifest of model.othersByKind.get('VirtualService') ?? []) this.addVirtualService(manifest);
    const isRouted = (service: Service) => this.byParent.has(keyOf(service)) || this.byHost.has(service.hostname);
    this.routed = new Set(this.wide.length > 0 ? model.services : model.services.filter(isRouted));
  }

  /** false: nothing at all routes it. */
  any(service: Service): boolean {
    return this.routed.has(service);
  }

  /**
   * Istio model/push_context.go VirtualServicesForGateway, core/listener_waypoint.go getVirtualServiceForWaypoint
   * (semantics 3.8).
   */
  of(service: Service, proxyNamespace: string): readonly RouteSource[] {
    return [...this.gatewayApi(service, proxyNamespace), ...this.virtualServices(service, proxyNamespace)]
      .sort((a, b) => a.groupFor(proxyNamespace) - b.groupFor(proxyNamespace) || byAge(a, b))
      .map(({ source }) => source);
  }

  private gatewayApi(service: Service, proxyNamespace: string): readonly Dated[] {
    const groups = new Map<string, ParentedRoute[]>();
    for (const parented of this.byParent.get(keyOf(service)) ?? []) {
      const { namespace, kind, name } = parented.route;
      if (namespace !== service.namespace && namespace !== proxyNamespace) continue;
      // HTTP rules of one namespace are merged into one object; TCP and TLS ones stay apart.
      const key = `${namespace}/${kind}${kind === 'TCPRoute' || kind === 'TLSRoute' ? `/${name}` : ''}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [parented]);
      else group.push(parented);
    }
    return [...groups.values()].flatMap((routes) => {
      const [first] = routes;
      if (first === undefined) return [];
      const { namespace, name, creationTimestamp } = first.route;
      const groupFor = (proxy: string) => (proxy === namespace ? 2 : 3);
      return [{ namespace, name, creationTimestamp, groupFor, source: { kind: 'GATEWAY_API' as const, routes } }];
    });
  }

  private virtualServices({ hostname, namespace: own }: Service, proxyNamespace: string): readonly Dated[] {
    const wide = this.wide.filter(({ host }) => hostsMeet(host, hostname)).map(({ manifest }) => manifest);
    return [...new Set([...(this.byHost.get(hostname) ?? []), ...wide])].flatMap((manifest) => {
      const { namespace, name, body } = manifest;
      const isNear = namespace === own || namespace === proxyNamespace;
      const to = list(field(body.spec, 'exportTo'));
      const isPrivate = to.length === 1 && to[0] === '.';
      if (!isNear || (isPrivate ? namespace !== proxyNamespace : !isExported(body.spec, proxyNamespace))) return [];
      const group = isPrivate ? 0 : to.length > 0 && !to.includes('*') ? 1 : 3;
      const source = { kind: 'VIRTUAL_SERVICE' as const, manifest };
      return [{ namespace, name, creationTimestamp: createdAt(manifest), groupFor: () => group, source }];
    });
  }

  private addRoute(route: Route): void {
    const byParent = new Map<string, ParentRef[]>();
    for (const ref of route.parentRefs) {
      const key = parentKey(ref);
      byParent.set(key, [...(byParent.get(key) ?? []), ref]);
    }
    for (const [key, parents] of byParent) {
      const routes = this.byParent.get(key);
      if (routes === undefined) this.byParent.set(key, [{ route, parents }]);
      else routes.push({ route, parents });
    }
  }

  private addVirtualService(manifest: Manifest): void {
    const gateways = texts(field(manifest.body.spec, 'gateways'));
    if (gateways.length > 0 && !gateways.includes('mesh')) return;
    for (const written of texts(field(manifest.body.spec, 'hosts'))) {
      const host = fullHost(written, manifest.namespace);
      const known = this.byHost.get(host);
      if (host.startsWith('*')) this.wide.push({ host, manifest });
      else if (known === undefined) this.byHost.set(host, [manifest]);
      else known.push(manifest);
    }
  }
}

const keyOf = ({ kind, namespace, name }: Service): string => `${kind}/${namespace}/${name}`;

const parentKey = ({ group, kind, namespace, name }: ParentRef): string =>
  `${kind === 'Service' && group !== '' && group !== 'core' ? '' : kind}/${namespace}/${name}`;
