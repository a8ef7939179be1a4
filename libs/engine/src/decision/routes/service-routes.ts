import type { ClusterModel, Labels, Service } from '../../model/model.js';
import { field, labelValue } from '../../model/narrow.js';
import { comparedPath } from '../envoy/paths.js';
import { kept } from '../kept.js';
import type { ModelDirectory } from '../names/model-directory.js';
import type { HttpRequest } from '../request.js';
import { gatewayApiRules } from './gateway-api-rules.js';
import { RouteBackends } from './route-backends.js';
import { type RouteBackend, type RouteRule, routedRequest, type RoutedRequest } from './route-rule.js';
import { type RouteSource, RouteSources } from './route-sources.js';
import { tcpBackends } from './tcp-routes.js';
import { virtualServiceRules } from './virtual-service-rules.js';

/** One of the ways that a rule may send a request. */
export type RouteWay =
  | {
      readonly kind: 'BACKEND';
      readonly backend: RouteBackend;
      /** As the rule forwards it; null: bytes that are not HTTP. */
      readonly http: HttpRequest | null;
      /** Status when the backend is not there; null: the connection is closed. */
      readonly missing: number | null;
    }
  /** The proxy answers itself. */
  | { readonly kind: 'RESPONSE'; readonly code: number };

/** Where the routes of a Service send a request: several ways where chance decides. */
export type Routing =
  | { readonly kind: 'UNROUTED' }
  | { readonly kind: 'WAYS'; readonly ways: readonly RouteWay[] }
  | { readonly kind: 'UNDECIDED'; readonly detail: string };

const UNROUTED: Routing = { kind: 'UNROUTED' };
const NOT_FOUND: Routing = { kind: 'WAYS', ways: [{ kind: 'RESPONSE', code: 404 }] };

/** The rules for one port of a Service, as the proxies of one namespace hold them. */
interface RouteTable {
  readonly rules: readonly RouteRule[];
  /** Whether a rule is for some pods of the namespace alone. */
  readonly asksLabels: boolean;
}

/** The proxy that applies the routes. */
export interface RoutingProxy {
  readonly namespace: string;
  /** null: a waypoint, which knows no labels of its clients. */
  readonly labels: Labels | null;
}

type Tables = Map<Service, Map<number, Map<string, RouteTable>>>;

/** Gateway API routes with Service parents and VirtualServices, as one proxy applies them (semantics 3.8, 14.10). */
export class ServiceRoutes {
  private readonly sources: RouteSources;
  private readonly backends: RouteBackends;
  private readonly atWaypoints: Tables = new Map();
  private readonly atSidecars: Tables = new Map();

  constructor(
    private readonly model: ClusterModel,
    directory: ModelDirectory,
  ) {
    this.sources = new RouteSources(model);
    this.backends = new RouteBackends(model, directory);
  }

  http(service: Service, port: number, proxy: RoutingProxy, http: HttpRequest): Routing {
    if (!this.sources.any(service)) return UNROUTED;
    const { rules: all, asksLabels } = this.table(service, port, proxy);
    const rules = asksLabels ? all.filter(({ sourceLabels }) => hasAll(proxy.labels, sourceLabels)) : all;
    if (rules.length === 0) return UNROUTED;
    const refused = rules.find(({ invalid }) => invalid !== null);
    if (refused !== undefined) {
      const { kind, namespace, name } = refused.origin;
      const detail = `${kind} ${namespace}/${name} holds the pattern ${refused.invalid}, which the proxy cannot read, so that it refuses its new configuration`;
      return { kind: 'UNDECIDED', detail };
    }
    const request = routedRequest(http, comparedPath(http.path, this.model.mesh.pathNormalization) ?? http.path);
    const rule = rules.find(({ holds }) => holds(request));
    return rule === undefined ? NOT_FOUND : routingBy(rule, request);
  }

  /** Where a TCP chain of a waypoint sends bytes (semantics 3.8). */
  tcp(service: Service, port: number, namespace: string): Routing {
    if (!this.model.behaviour.tcpRoutesAtWaypoint || !this.sources.any(service)) return UNROUTED;
    const backends = tcpBackends(this.sources.of(service, namespace), service, port, this.backends);
    if (backends.length === 0) return UNROUTED;
    return {
      kind: 'WAYS',
      ways: backends.map((backend) => ({ kind: 'BACKEND', backend, http: null, missing: null })),
    };
  }

  private table(service: Service, port: number, { namespace, labels }: RoutingProxy): RouteTable {
    const isWaypoint = labels === null;
    const byPort = kept(
      isWaypoint ? this.atWaypoints : this.atSidecars,
      service,
      () => new Map<number, Map<string, RouteTable>>(),
    );
    const byNamespace = kept(byPort, port, () => new Map<string, RouteTable>());
    return kept(byNamespace, namespace, () => {
      const rules = this.compile(service, port, namespace, isWaypoint);
      return { rules, asksLabels: rules.some(({ sourceLabels }) => sourceLabels.length > 0) };
    });
  }

  private compile(service: Service, port: number, namespace: string, isWaypoint: boolean): readonly RouteRule[] {
    const sources = this.sources.of(service, namespace).filter(isHttp);
    const { virtualServicesMergedAtWaypoint, sourceLabelsDroppedAtWaypoint } = this.model.behaviour;
    // Of virtual hosts with one name a sidecar keeps the first (core/httproute.go dedupeDomains).
    const read = isWaypoint && virtualServicesMergedAtWaypoint ? sources : sources.slice(0, 1);
    const asks = isWaypoint ? (sourceLabelsDroppedAtWaypoint ? 'NEVER_MET' : 'NOT_ASKED') : 'ASKED';
    return read.flatMap((source) =>
      source.kind === 'VIRTUAL_SERVICE'
        ? virtualServiceRules(source.manifest, port, { namespace, asks }, this.backends)
        : gatewayApiRules(source.routes, this.backends).filter((rule) => rule.port === null || rule.port === port),
    );
  }
}

const hasAll = (labels: Labels | null, wanted: RouteRule['sourceLabels']): boolean =>
  wanted.every(([key, value]) => labelValue(labels ?? undefined, key) === value);

const isHttp = (source: RouteSource): boolean =>
  source.kind === 'VIRTUAL_SERVICE'
    ? Array.isArray(field(source.manifest.body.spec, 'http'))
    : source.routes.some(({ route: { kind } }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');

function routingBy({ action, abort, unsure }: RouteRule, request: RoutedRequest): Routing {
  if (unsure !== null) return { kind: 'UNDECIDED', detail: unsure };
  const aborted = abort === null ? [] : [{ kind: 'RESPONSE' as const, code: abort.code }];
  if (abort !== null && abort.percent >= 100) return { kind: 'WAYS', ways: aborted };
  switch (action.kind) {
    case 'UNKNOWN':
      return { kind: 'UNDECIDED', detail: action.why };
    case 'RESPONSE':
      return { kind: 'WAYS', ways: [{ kind: 'RESPONSE', code: action.code }, ...aborted] };
    case 'FORWARD': {
      const http = action.rewrite(request);
      const ways = action.backends.map((backend) => ({
        kind: 'BACKEND' as const,
        backend,
        http: backend.rewrite(http),
        missing: action.missing,
      }));
      return { kind: 'WAYS', ways: [...ways, ...aborted] };
    }
  }
}
