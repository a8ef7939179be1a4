import type { Effect, Fact } from '../analysis.js';
import type { FieldPath } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway, Service } from '../model/model.js';
import { field, list } from '../model/narrow.js';
import type { ParentRef, Route } from '../model/route.js';
import { everywhere } from './plain-evaluators.js';
import type { Context } from './context.js';
import { NO_RULES } from './draft.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';
import { missing, type RouteOutcome, type Unparented } from './route-outcome.js';
import { refusalOf } from './route-refusal.js';
import { waypointDrafts } from './waypoint-drafts.js';

/** A route whose parent is a Service or ServiceEntry: its waypoint takes it, and clients with a sidecar do. */
export function atServices(
  route: Route,
  at: FieldPath,
  parent: ParentRef,
  services: readonly Service[],
  context: Context,
): RouteOutcome[] {
  if (services.length === 0) return [missing(route, at, parent)];
  return services.flatMap((service) => {
    const named = factAt(route.manifest, at, `Its parent is ${service.kind} ${service.namespace}/${service.name}.`);
    const facts = [named, ...context.mixedWith(service)];
    const { waypoint, canary } = service.binding;
    const waypoints = [waypoint, canary?.waypoint].filter((candidate) => candidate != null);
    return [
      ...waypoints.map((candidate) => atWaypoint(route, parent, service, candidate, facts, context)),
      ...(waypoint === null ? [unbound(service, facts, context)] : []),
      atSidecarClients(route, parent, service, facts, context),
    ];
  });
}

const unbound = (service: Service, facts: readonly Fact[], context: Context): Unparented => ({
  effect: 'TARGET_NOT_BOUND',
  targets: [refOf(service)],
  facts: [...facts, ...context.bindingFacts(service)],
});

function atWaypoint(
  route: Route,
  parent: ParentRef,
  service: Service,
  waypoint: Gateway,
  facts: readonly Fact[],
  context: Context,
): RouteOutcome {
  const reasons = [...facts, ...context.bindingFacts(service)];
  const unparented = (effect: Effect, more: readonly Fact[]): Unparented => ({
    effect,
    targets: [refOf(service)],
    facts: [...reasons, ...more],
  });
  const refusal = refusalOf(route, parent, service, waypoint, context) ?? foreignPrimary(service, waypoint, context);
  if (refusal !== null) return unparented('NOT_ATTACHED', [refusal]);
  const placement = context.waypoints.serviceAt(waypoint, service);
  const drafts = waypointDrafts(placement, context.waypoints, evaluatorOf(route), reasons);
  return drafts.some(({ effect }) => effect !== 'BYPASSED')
    ? drafts
    : unparented('BYPASSED', drafts.flatMap(({ evidence }) => evidence.slice(-1)).slice(0, 1));
}

/** istiod drops a route by the class of the primary waypoint alone: a canary of another kind then has none (issue 61326). */
function foreignPrimary({ binding }: Service, waypoint: Gateway, { model }: Context): Fact | null {
  const primary = binding.waypoint;
  if (primary === null || primary === waypoint || primary.role === 'WAYPOINT') return null;
  if (!model.behaviour.leavesForeignWaypointRoutes || waypoint.role !== 'WAYPOINT') return null;
  const sentence =
    'The first waypoint of the service is not one of Istio’s own proxies, and then istiod leaves its routes out for the canary too.';
  return factAt(primary.manifest, ['spec', 'gatewayClassName'], sentence);
}

/** Below HTTP only the first rule of a route can be followed, because nothing tells connections apart (semantics 3.8). */
function evaluatorOf({ kind, manifest }: Route): EnvoyEvaluator {
  const rules = list(field(manifest.body.spec, 'rules'));
  if ((kind !== 'TCPRoute' && kind !== 'TLSRoute') || rules.length < 2) return everywhere;
  const fact = factAt(manifest, ['spec', 'rules', 1], `Of a ${kind} a waypoint follows the first rule only.`);
  const outcomes = rules.map((_, index) => ({
    index,
    effect: index === 0 ? ('AS_WRITTEN' as const) : ('DEAD' as const),
    culprits: [],
  }));
  const evaluation: Evaluation = { outcome: { effect: 'AS_WRITTEN', rules: outcomes }, facts: [fact] };
  return { dependsOnPorts: false, absence: null, evaluate: () => evaluation };
}

// Clients with a sidecar route for themselves; a route elsewhere than beside its Service counts for its own namespace.
function atSidecarClients(
  route: Route,
  parent: ParentRef,
  service: Service,
  facts: readonly Fact[],
  context: Context,
): RouteOutcome {
  // What istiod leaves to another controller it leaves out for sidecars too.
  if (context.routeParents.outcome(route, parent) === null) return [];
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
