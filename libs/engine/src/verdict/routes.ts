import type { Effect, Fact } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway, Service } from '../model/model.js';
import { field, text } from '../model/narrow.js';
import type { ParentRef, Route } from '../model/route.js';
import { chainProtocols } from '../waypoint/chains.js';
import { everywhere } from './chain-evaluators.js';
import type { Context } from './context.js';
import { NO_RULES, nobody, type Draft } from './draft.js';
import { routerDraftsAt } from './router-drafts.js';
import { uniqueRefs } from './targets.js';
import { waypointDrafts } from './waypoint-drafts.js';

/** Why a parent gives a route nothing to do. */
interface Unparented {
  readonly effect: Effect;
  readonly targets: readonly ObjectRef[];
  readonly facts: readonly Fact[];
}

type Outcome = readonly Draft[] | Unparented;

/** A Gateway API route: by Service parents at waypoints, by Gateway parents at ingress gateways (semantics 3.8). */
export function judgeRoute(route: Route, context: Context): Draft[] {
  const outcomes = route.parentRefs.flatMap((parent, index) => parentOutcomes(route, parent, index, context));
  const drafts = [
    ...new Map(
      outcomes
        .filter(isDrafts)
        .flat()
        .map((draft) => [draftKey(draft), draft]),
    ).values(),
  ];
  const lost = outcomes.filter((outcome): outcome is Unparented => !isDrafts(outcome));
  if (drafts.some(({ enforcer }) => enforcer.type !== 'SIDECAR')) return drafts;
  return [...drafts, unread(route, lost, drafts.length > 0)];
}

const isDrafts = (outcome: Outcome): outcome is readonly Draft[] => Array.isArray(outcome);

// Two parentRefs that name one service and two of its ports come to the same.
const draftKey = ({ enforcer, pathClass, effect, targets }: Draft): string =>
  JSON.stringify([enforcer, pathClass, effect, targets]);

function parentOutcomes(route: Route, parent: ParentRef, index: number, context: Context): Outcome[] {
  const at: FieldPath = ['spec', 'parentRefs', index];
  switch (`${parent.group}/${parent.kind}`) {
    case 'gateway.networking.k8s.io/Gateway':
      return [atGateway(route, at, context.model.gatewaysByName.get(`${parent.namespace}/${parent.name}`), parent)];
    case '/Service':
    case 'core/Service':
      return atServices(
        route,
        at,
        parent,
        context.targets.servicesNamed('Service', parent.namespace, parent.name),
        context,
      );
    case 'networking.istio.io/ServiceEntry':
      return atServices(
        route,
        at,
        parent,
        context.targets.servicesNamed('ServiceEntry', parent.namespace, parent.name),
        context,
      );
    case 'gateway.networking.k8s.io/ListenerSet':
    case 'gateway.networking.x-k8s.io/XListenerSet':
      return [atGateway(route, at, gatewayOfListenerSet(parent, context), parent)];
    default: {
      const fact = factAt(
        route.manifest,
        at,
        `Istio knows no parent of group ${JSON.stringify(parent.group)} and kind ${parent.kind}.`,
      );
      return [{ effect: 'NOT_ATTACHED', targets: [], facts: [fact] }];
    }
  }
}

function gatewayOfListenerSet({ kind, namespace, name }: ParentRef, { model }: Context): Gateway | undefined {
  const set = model.othersByKind
    .get(kind)
    ?.find((manifest) => manifest.namespace === namespace && manifest.name === name);
  const parent = field(set?.body.spec, 'parentRef');
  return model.gatewaysByName.get(`${text(field(parent, 'namespace')) || namespace}/${text(field(parent, 'name'))}`);
}

const missing = (route: Route, at: FieldPath, { kind, namespace, name }: ParentRef): Unparented => ({
  effect: 'TARGET_NOT_FOUND',
  targets: [{ kind, namespace, name }],
  facts: [factAt(route.manifest, at, `There is no ${kind} ${namespace}/${name}.`)],
});

function atGateway(route: Route, at: FieldPath, gateway: Gateway | undefined, parent: ParentRef): Outcome {
  if (gateway === undefined) return missing(route, at, parent);
  const { namespace, name, role, manifest } = gateway;
  const named = factAt(route.manifest, at, `Its parent is Gateway ${namespace}/${name}.`);
  if (role === 'GATEWAY' || role === 'SANDWICH') return routerDraftsAt(gateway, everywhere, [named]);
  const fact = factAt(
    manifest,
    ['spec', 'gatewayClassName'],
    role === 'REMOTE'
      ? 'The Gateway stands for one elsewhere; what that one does is decided by its own control plane.'
      : 'The Gateway is a waypoint, and istiod gives routes no such parent: name the Service instead.',
  );
  return { effect: 'NOT_ATTACHED', targets: [refOf(manifest)], facts: [named, fact] };
}

function atServices(
  route: Route,
  at: FieldPath,
  parent: ParentRef,
  services: readonly Service[],
  context: Context,
): Outcome[] {
  if (services.length === 0) return [missing(route, at, parent)];
  return services.flatMap((service) => {
    const named = factAt(route.manifest, at, `Its parent is ${service.kind} ${service.namespace}/${service.name}.`);
    const facts = [named, ...context.mixedWith(service)];
    return [atWaypoint(route, parent, service, facts, context), atSidecarClients(route, service, facts, context)];
  });
}

function atWaypoint(
  route: Route,
  parent: ParentRef,
  service: Service,
  facts: readonly Fact[],
  context: Context,
): Outcome {
  const unparented = (effect: Effect, ...more: readonly Fact[]): Unparented => ({
    effect,
    targets: [refOf(service)],
    facts: [...facts, ...more],
  });
  const { binding } = service;
  const { waypoint } = binding;
  if (waypoint === null) return unparented('TARGET_NOT_BOUND', ...context.bindingFacts(service));
  const refusal = refusalOf(route, parent, service, waypoint);
  if (refusal !== null) return unparented('NOT_ATTACHED', ...context.bindingFacts(service), refusal);
  const placement = context.waypoints.serviceAt(waypoint, service);
  const drafts = waypointDrafts(placement, context.waypoints, everywhere, [...facts, ...context.bindingFacts(service)]);
  return drafts.some(({ effect }) => effect !== 'BYPASSED')
    ? drafts
    : unparented('BYPASSED', ...drafts.flatMap(({ evidence }) => evidence.slice(-1)).slice(0, 1));
}

const PROTOCOLS = { HTTPRoute: 'HTTP', GRPCRoute: 'HTTP', TCPRoute: 'TCP', TLSRoute: 'TCP' } as const;

/** Why a waypoint that the service is bound to leaves the route out; null when it does not. */
function refusalOf(route: Route, { port }: ParentRef, service: Service, waypoint: Gateway): Fact | null {
  const { manifest, kind } = route;
  if (waypoint.role !== 'WAYPOINT' && waypoint.role !== 'AGENTGATEWAY_WAYPOINT') {
    return factAt(
      waypoint.manifest,
      ['spec', 'gatewayClassName'],
      'Such a gateway takes routes by a Gateway parent only.',
    );
  }
  if (waypoint.role === 'WAYPOINT' && route.namespace !== service.namespace && route.namespace !== waypoint.namespace) {
    const fact = `A waypoint reads the routes of the service's namespace (${service.namespace}) and its own (${waypoint.namespace}) only.`;
    return factAt(manifest, ['metadata', 'namespace'], fact);
  }
  const ports = port === null ? service.ports : service.ports.filter((candidate) => candidate.port === port);
  const protocol = PROTOCOLS[kind];
  if (ports.length > 0 && !ports.some((candidate) => chainProtocols(candidate).includes(protocol))) {
    return factAt(
      service.manifest,
      ['spec', 'ports'],
      `A ${kind} counts on ${protocol} ports only, and there is none.`,
    );
  }
  if (kind === 'TLSRoute' && route.hostnames.length > 0 && !isOnlyHost(route.hostnames, service)) {
    return factAt(
      manifest,
      ['spec', 'hostnames'],
      `A waypoint uses a TLSRoute only for the one name ${service.hostname}.`,
    );
  }
  return null;
}

const isOnlyHost = (hostnames: readonly string[], { hostname }: Service): boolean =>
  hostnames.length === 1 && hostnames[0] === hostname;

// Clients with a sidecar route for themselves; a route elsewhere than beside its Service counts for its own namespace.
function atSidecarClients(route: Route, service: Service, facts: readonly Fact[], context: Context): Outcome {
  const isConsumer = route.namespace !== service.namespace;
  const client = context.sidecarClient(isConsumer ? route.namespace : null);
  if (client === undefined) return [];
  const fact = factAt(client.manifest, [], 'Clients with a sidecar apply routes of a Service themselves.');
  return [
    {
      enforcer: { type: 'SIDECAR', namespace: isConsumer ? route.namespace : '', name: '' },
      pathClass: 'SIDECAR_CLIENT',
      effect: 'AS_WRITTEN',
      rules: NO_RULES,
      targets: [refOf(service)],
      evidence: [...facts, fact],
    },
  ];
}

const NEAREST: readonly Effect[] = ['BYPASSED', 'TARGET_NOT_BOUND', 'NOT_ATTACHED', 'TARGET_NOT_FOUND'];

function unread(route: Route, lost: readonly Unparented[], hasSidecarClients: boolean): Draft {
  const effects = new Set(lost.map(({ effect }) => effect));
  const effect = NEAREST.find((candidate) => effects.has(candidate)) ?? 'NOT_ATTACHED';
  const targets = uniqueRefs(lost.flatMap((one) => one.targets));
  const none = route.parentRefs.length === 0 ? [factAt(route.manifest, ['spec'], 'The route names no parent.')] : [];
  const facts = [...none, ...lost.flatMap((one) => one.facts)];
  const closing = factAt(
    route.manifest,
    [],
    'No waypoint and no gateway uses this route; ztunnel does not know routes.',
  );
  return nobody(effect, targets, [...facts, closing], NO_RULES, hasSidecarClients ? 'SERVICE_ADDRESSED' : null);
}
