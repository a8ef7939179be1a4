import type { ClusterModel, Service } from '../model/model.js';
import { field, list, text, wholeNumber } from '../model/narrow.js';
import type { ParentRef, Route } from '../model/route.js';
import { matchesOf, type RouteMatch } from './route-match.js';
import type { ModelDirectory } from './model-directory.js';
import type { HttpRequest } from './request.js';

/** Where the routes of a Service send a request. */
export type Routing =
  | { readonly kind: 'UNROUTED' }
  | { readonly kind: 'BACKEND'; readonly service: Service; readonly port: number }
  /** The proxy answers itself. */
  | { readonly kind: 'RESPONSE'; readonly code: number; readonly route: Route | null }
  | { readonly kind: 'UNDECIDED'; readonly detail: string };

const UNROUTED: Routing = { kind: 'UNROUTED' };

interface Rule {
  readonly route: Route;
  readonly rule: unknown;
  readonly match: RouteMatch;
}

/** Gateway API routes with Service parents, as a proxy that reads some namespaces applies them (semantics 3.8, 14.10). */
export class ServiceRoutes {
  private readonly byParent = new Map<string, Route[]>();

  constructor(
    private readonly model: ClusterModel,
    private readonly directory: ModelDirectory,
  ) {
    for (const route of model.routes) {
      if (route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute') continue;
      for (const key of new Set(route.parentRefs.map(parentKey))) {
        const routes = this.byParent.get(key);
        if (routes === undefined) this.byParent.set(key, [route]);
        else routes.push(route);
      }
    }
  }

  /** @param path as the proxy compares it @param namespaces whose routes it reads */
  route(service: Service, port: number, namespaces: readonly string[], http: HttpRequest, path: string): Routing {
    const key = `${service.kind}/${service.namespace}/${service.name}`;
    const routes = (this.byParent.get(key) ?? []).filter(
      (route) =>
        namespaces.includes(route.namespace) &&
        route.parentRefs.some((ref) => parentKey(ref) === key && (ref.port === null || ref.port === port)),
    );
    if (routes.length === 0) return UNROUTED;
    const rules = routes.flatMap(rulesOf).sort((a, b) => b.match.rank - a.match.rank);
    for (const rule of rules) {
      const matched = rule.match.holds(http, path);
      if (matched === 'UNKNOWN') return { kind: 'UNDECIDED', detail: 'a route matches by a regular expression' };
      if (matched) return this.target(rule);
    }
    return { kind: 'RESPONSE', code: 404, route: null };
  }

  private target({ route, rule }: Rule): Routing {
    for (const filter of list(field(rule, 'filters'))) {
      const redirect = field(filter, 'requestRedirect');
      if (redirect !== undefined) {
        return { kind: 'RESPONSE', code: wholeNumber(field(redirect, 'statusCode')) ?? 302, route };
      }
    }
    const backends = list(field(rule, 'backendRefs')).filter((ref) => field(ref, 'weight') !== 0);
    const targets = backends.map((ref) => this.backend(ref, route));
    const [first] = targets;
    if (first === undefined || first === null) return { kind: 'RESPONSE', code: 500, route };
    const isSame = targets.every((target) => target?.service === first.service && target.port === first.port);
    return isSame ? { kind: 'BACKEND', ...first } : { kind: 'UNDECIDED', detail: 'a route splits between backends' };
  }

  /** null: it is not there, or not permitted. */
  private backend(ref: unknown, { namespace, kind }: Route): { service: Service; port: number } | null {
    const other = text(field(ref, 'namespace')) || namespace;
    const name = text(field(ref, 'name'));
    const service = this.directory.service(other, name);
    const port = wholeNumber(field(ref, 'port'));
    if ((field(ref, 'kind') ?? 'Service') !== 'Service' || service === undefined || port === null) return null;
    return other === namespace || this.isGranted(kind, namespace, other, name) ? { service, port } : null;
  }

  /** gateway-api ReferenceGrant, in the namespace of the Service. */
  private isGranted(kind: string, from: string, to: string, service: string): boolean {
    return (this.model.othersByKind.get('ReferenceGrant') ?? []).some(
      ({ namespace, body }) =>
        namespace === to &&
        list(field(body.spec, 'from')).some(
          (entry) => field(entry, 'kind') === kind && field(entry, 'namespace') === from,
        ) &&
        list(field(body.spec, 'to')).some(
          (entry) =>
            field(entry, 'kind') === 'Service' && [undefined, '', service].includes(text(field(entry, 'name'))),
        ),
    );
  }
}

const parentKey = ({ group, kind, namespace, name }: ParentRef): string =>
  `${kind === 'Service' && group !== '' && group !== 'core' ? '' : kind}/${namespace}/${name}`;

const rulesOf = (route: Route): Rule[] =>
  list(field(route.manifest.body.spec, 'rules')).flatMap((rule) =>
    matchesOf(rule, route.kind).map((match) => ({ route, rule, match })),
  );
