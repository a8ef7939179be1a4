import type { ClusterModel } from '../model/model.js';
import type { ParentRef, Route } from '../model/route.js';
import type { Refusal } from './listener-admission.js';
import { readsRoutesOf } from './read-routes.js';
import { RouteBackends, type RouteError } from './route-backends.js';
import { RouteParents } from './route-parents.js';
import { TargetIndex } from './target-index.js';

/** A status condition that istiod writes for one parent of a route (semantics 2.7). */
export interface RouteCondition {
  readonly type: 'Accepted' | 'ResolvedRefs' | 'ResolvedWaypoints';
  readonly status: 'True' | 'False';
  readonly reason: 'Accepted' | 'ResolvedRefs' | 'ResolvedWaypoints' | Refusal | RouteError;
}

/** One entry of `status.parents`. */
export interface RouteParentStatus {
  /** Place of the reference in `spec.parentRefs`. */
  readonly index: number;
  readonly controller: string;
  /** Sorted by type. */
  readonly conditions: readonly RouteCondition[];
}

const CONTROLLER = 'istio.io/gateway-controller';

/**
 * What istiod writes into the status of every route that it reads: nothing for parents of other controllers, for
 * waypoints named by a Gateway parent (semantics 3.8), and for kinds that it does not know (Istio
 * config/kube/gateway/conditions.go createRouteStatus).
 */
export function routeStatuses(model: ClusterModel): ReadonlyMap<Route, readonly RouteParentStatus[]> {
  const targets = new TargetIndex(model);
  const parents = new RouteParents(model, targets);
  const backends = new RouteBackends(model, targets);
  const statuses = new Map<Route, readonly RouteParentStatus[]>();
  for (const route of model.routes) {
    if (readsRoutesOf(route.kind, model)) statuses.set(route, statusOf(route, parents, backends, model));
  }
  return statuses;
}

function statusOf(
  route: Route,
  parents: RouteParents,
  backends: RouteBackends,
  { behaviour, mesh }: ClusterModel,
): RouteParentStatus[] {
  const reportsWaypoints = behaviour.routeChecksMeshParents && mesh.features['PILOT_ENABLE_AMBIENT'] !== false;
  const written = new Map<string, RouteParentStatus>();
  for (const [index, ref] of route.parentRefs.entries()) {
    const outcome = parents.outcome(route, ref);
    if (outcome === null || written.has(keyOf(ref))) continue;
    const error = backends.errorOf(route, outcome.isMesh);
    const conditions: RouteCondition[] = [
      outcome.refusal === null ? holds('Accepted') : fails('Accepted', outcome.refusal),
      error === null ? holds('ResolvedRefs') : fails('ResolvedRefs', error),
      // It holds even when the label is missing: then only its message says so.
      ...(reportsWaypoints ? [holds('ResolvedWaypoints')] : []),
    ];
    written.set(keyOf(ref), { index, controller: CONTROLLER, conditions });
  }
  return [...written.values()];
}

const keyOf = ({ group, kind, namespace, name, sectionName, port }: ParentRef): string =>
  `${group}/${kind}/${name}/${sectionName}/${port ?? 0}.${namespace}`;

const holds = (type: RouteCondition['type']): RouteCondition => ({ type, status: 'True', reason: type });

const fails = (type: RouteCondition['type'], reason: RouteCondition['reason']): RouteCondition => ({
  type,
  status: 'False',
  reason,
});
