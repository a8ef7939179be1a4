import type { Manifest } from '../manifest/manifest.js';
import { selectorMatches } from '../model/labels.js';
import type { ClusterModel, Gateway, Namespace, Service } from '../model/model.js';
import { field, isFields, list, text } from '../model/narrow.js';
import type { ParentRef, Route } from '../model/route.js';
import { admittedBy, type Refusal } from './listener-admission.js';
import type { TargetIndex } from './target-index.js';

/**
 * What istiod makes of one parentRef: `refusal` null when it is accepted. null: it leaves the parent to somebody else
 * and writes no status.
 */
export type ParentOutcome = { readonly isMesh: boolean; readonly refusal: Refusal | null } | null;

/** Controllers of Gateways that istiod's own route conversion counts as Istio's (Istio gatewaycommon/classinfo.go). */
const ISTIO_CONTROLLERS: ReadonlySet<string> = new Set([
  'istio.io/gateway-controller',
  'istio.io/mesh-controller',
  'istio.io/eastwest-controller',
  'istio.io/unmanaged-gateway',
]);

/** Whom the parentRefs of routes name, and whether that takes the route (Istio conversion.go extractParentReferenceInfo). */
export class RouteParents {
  private readonly listenerSets = new Map<string, Manifest>();

  constructor(
    private readonly model: ClusterModel,
    private readonly targets: TargetIndex,
  ) {
    for (const kind of ['ListenerSet', 'XListenerSet']) {
      for (const set of model.othersByKind.get(kind) ?? []) {
        this.listenerSets.set(`${kind}/${set.namespace}/${set.name}`, set);
      }
    }
  }

  outcome(route: Route, parent: ParentRef): ParentOutcome {
    switch (`${parent.group}/${parent.kind}`) {
      case '/Service':
        return this.mesh('Service', parent);
      case 'networking.istio.io/ServiceEntry':
        return this.mesh('ServiceEntry', parent);
      case 'gateway.networking.k8s.io/Gateway':
        return this.gateway(route, parent);
      case 'gateway.networking.k8s.io/ListenerSet':
      case 'gateway.networking.x-k8s.io/XListenerSet':
        return this.listenerSet(route, parent);
      default:
        return null;
    }
  }

  /** The Gateway that a ListenerSet adds listeners to. */
  gatewayOfListenerSet({ kind, namespace, name }: ParentRef): Gateway | undefined {
    return this.gatewayOf(this.listenerSets.get(`${kind}/${namespace}/${name}`));
  }

  private gatewayOf(set: Manifest | undefined): Gateway | undefined {
    const parent = field(set?.body.spec, 'parentRef');
    const namespace = text(field(parent, 'namespace')) || (set?.namespace ?? '');
    return this.model.gatewaysByName.get(`${namespace}/${text(field(parent, 'name'))}`);
  }

  private mesh(kind: Service['kind'], { namespace, name }: ParentRef): ParentOutcome {
    const { behaviour } = this.model;
    const [service] = this.targets.servicesNamed(kind, namespace, name);
    if (service === undefined) {
      return { isMesh: true, refusal: behaviour.routeChecksMeshParents ? 'NoMatchingParent' : null };
    }
    if (behaviour.leavesForeignWaypointRoutes && this.hasForeignWaypoint(service)) return null;
    return { isMesh: true, refusal: null };
  }

  /** Only the label counts, not whether that waypoint is in force; canaries play no part. */
  private hasForeignWaypoint({ binding: { reference } }: Service): boolean {
    if (reference === null) return false;
    const waypoint = this.model.gatewaysByName.get(`${reference.namespace}/${reference.name}`);
    const controller = waypoint?.gatewayClass?.controllerName;
    return controller !== undefined && !ISTIO_CONTROLLERS.has(controller);
  }

  private gateway(route: Route, parent: ParentRef): ParentOutcome {
    const gateway = this.model.gatewaysByName.get(`${parent.namespace}/${parent.name}`);
    if (gateway === undefined || !convertsRoutes(gateway)) return null;
    return this.listeners(field(gateway.manifest.body.spec, 'listeners'), route, parent);
  }

  private listenerSet(route: Route, parent: ParentRef): ParentOutcome {
    // Alpha, unlike its successor.
    const isAlpha = parent.kind === 'XListenerSet';
    if (isAlpha && this.model.mesh.features['PILOT_ENABLE_ALPHA_GATEWAY_API'] !== true) return null;
    const set = this.listenerSets.get(`${parent.kind}/${parent.namespace}/${parent.name}`);
    const gateway = this.gatewayOf(set);
    if (set === undefined || gateway === undefined || !convertsRoutes(gateway)) return null;
    const namespace = this.model.namespaces.get(set.namespace);
    if (namespace === undefined || !allowsListenerSets(gateway, namespace)) return null;
    return this.listeners(field(set.body.spec, 'listeners'), route, parent);
  }

  private listeners(listeners: unknown, route: Route, parent: ParentRef): ParentOutcome {
    const namespace = this.model.namespaces.get(route.namespace);
    if (namespace === undefined) return null;
    const refusal = admittedBy(list(listeners), parent.namespace, route, parent, namespace);
    return refusal === undefined ? null : { isMesh: false, refusal };
  }
}

/** Waypoints and east-west gateways are no parents of routes (Istio gateway_collection.go GatewayCollection). */
const convertsRoutes = ({ gatewayClass }: Gateway): boolean =>
  gatewayClass?.controllerName === 'istio.io/gateway-controller';

/** Istio conversion.go namespaceAcceptedByAllowListeners: without a word, nobody may add listeners. */
function allowsListenerSets({ manifest, namespace }: Gateway, { name, labels }: Namespace): boolean {
  const namespaces = field(field(manifest.body.spec, 'allowedListeners'), 'namespaces');
  if (!isFields(namespaces)) return false;
  switch (field(namespaces, 'from')) {
    case 'All':
      return true;
    case 'Same':
      return name === namespace;
    case 'Selector':
    case undefined:
      return selectorMatches(field(namespaces, 'selector'), labels);
    default:
      return false;
  }
}
