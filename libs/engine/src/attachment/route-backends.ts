import type { ClusterModel } from '../model/model.js';
import { field, isFields, list, text, wholeNumber } from '../model/narrow.js';
import type { Route } from '../model/route.js';
import { isGranted } from './reference-grants.js';
import type { TargetIndex } from './target-index.js';

/** Why istiod says that the references of a route are not resolved (Istio config/kube/gateway/conditions.go). */
export type RouteError =
  | 'RefNotPermitted'
  | 'BackendNotFound'
  | 'InvalidKind'
  | 'InvalidDestination'
  | 'InvalidFilter'
  | 'InvalidConfiguration';

/** A route with one of these is converted all the same, without the backend; any other error ends the conversion. */
const SURVIVED: ReadonlySet<RouteError> = new Set(['RefNotPermitted', 'BackendNotFound', 'InvalidKind']);

const HEADER_FILTERS: readonly unknown[] = ['RequestHeaderModifier', 'ResponseHeaderModifier'];
const HTTP_FILTERS: readonly unknown[] = [...HEADER_FILTERS, 'RequestRedirect', 'RequestMirror', 'URLRewrite', 'CORS'];

/** Thrown inside: the conversion of the route stops. */
class Stopped {
  constructor(readonly error: RouteError) {}
}

/** Looks up what the rules of routes send to (Istio config/kube/gateway/conversion.go convertHTTPRoute, buildDestination). */
export class RouteBackends {
  private readonly hostnames: ReadonlySet<string>;

  constructor(
    private readonly model: ClusterModel,
    private readonly targets: TargetIndex,
  ) {
    this.hostnames = new Set(model.services.map(({ hostname }) => hostname));
  }

  /**
   * What is wrong with the backends and filters of a route; null when nothing is. Of several the last one is reported,
   * unless one stops the conversion. Routes of the mesh need no ReferenceGrant.
   */
  errorOf(route: Route, isMesh: boolean): RouteError | null {
    let error: RouteError | null = null;
    try {
      for (const rule of list(field(route.manifest.body.spec, 'rules'))) {
        error = this.ruleError(route, rule, isMesh) ?? error;
      }
    } catch (stopped) {
      if (stopped instanceof Stopped) return stopped.error;
      throw stopped;
    }
    return error;
  }

  private ruleError(route: Route, rule: unknown, isMesh: boolean): RouteError | null {
    const mirrored = this.filtersError(route, rule, isMesh);
    const backends = list(field(rule, 'backendRefs')).filter((ref) => field(ref, 'weight') !== 0);
    let error: RouteError | null = null;
    for (const ref of backends) {
      error = this.backendError(route, ref, isMesh) ?? error;
      if (error !== null && !SURVIVED.has(error)) throw new Stopped(error);
      const isKnown = (filter: unknown) => HEADER_FILTERS.includes(field(filter, 'type'));
      if (!list(field(ref, 'filters')).every(isKnown)) throw new Stopped('InvalidFilter');
    }
    return error ?? mirrored;
  }

  /** A mirror that cannot be reached is survived by an HTTPRoute, not by a GRPCRoute. */
  private filtersError(route: Route, rule: unknown, isMesh: boolean): RouteError | null {
    let error: RouteError | null = null;
    for (const filter of list(field(rule, 'filters'))) {
      const type = field(filter, 'type');
      const isKnown = route.kind === 'HTTPRoute' ? HTTP_FILTERS : [...HEADER_FILTERS, 'RequestMirror'];
      if (!isKnown.includes(type)) throw new Stopped('InvalidFilter');
      const mirror = field(field(filter, 'requestMirror'), 'backendRef');
      if (type !== 'RequestMirror' || !isFields(mirror)) continue;
      error = this.backendError(route, mirror, isMesh) ?? error;
      if (error !== null && route.kind === 'GRPCRoute') throw new Stopped(error);
    }
    return error;
  }

  private backendError(route: Route, ref: unknown, isMesh: boolean): RouteError | null {
    const namespace = text(field(ref, 'namespace')) || route.namespace;
    const name = text(field(ref, 'name'));
    if (!isMesh && !isGranted(this.model, route, namespace, name)) return 'RefNotPermitted';
    const error = this.lookUp(ref, namespace, name);
    if (error !== null && error !== 'BackendNotFound') return error;
    return wholeNumber(field(ref, 'port')) === null ? 'InvalidDestination' : error;
  }

  private lookUp(ref: unknown, namespace: string, name: string): RouteError | null {
    switch (`${text(field(ref, 'group'))}/${text(field(ref, 'kind')) || 'Service'}`) {
      case '/Service':
        if (name.includes('.')) return 'InvalidDestination';
        return this.hasService(namespace, name) ? null : 'BackendNotFound';
      case 'multicluster.x-k8s.io/ServiceImport':
        return this.hasService(namespace, name) ? null : 'BackendNotFound';
      case 'networking.istio.io/Hostname':
        if (field(ref, 'namespace') !== undefined) return 'InvalidDestination';
        return this.hostnames.has(name) ? null : 'BackendNotFound';
      default:
        return 'InvalidKind';
    }
  }

  private hasService(namespace: string, name: string): boolean {
    return this.targets.servicesNamed('Service', namespace, name).length > 0;
  }
}
