import type { Effect, Fact, Verdict } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import type { PolicyBase } from '../model/policy.js';
import type { Context } from './context.js';
import { NO_RULES, nobody, type Draft } from './draft.js';
import { eastWestDrafts } from './east-west-drafts.js';
import type { EnvoyEvaluator } from './evaluation.js';
import { placementsOf, type Attached, type Unattached } from './placements.js';
import { routerDraftsAt } from './router-drafts.js';
import { uniqueRefs } from './targets.js';
import { waypointDrafts } from './waypoint-drafts.js';
import type { Placement } from './waypoint-reach.js';

/** How a kind of policy is evaluated where its targetRefs put it. */
export interface TargetEvaluators {
  readonly waypoint: EnvoyEvaluator;
  readonly router: EnvoyEvaluator;
  /** The rules as they are listed when nobody evaluates them. */
  readonly unevaluated?: Verdict['rules'];
}

/** Any policy with targetRefs: waypoints and gateways read it, ztunnel and sidecars never (semantics 3.1). */
export function policyByTarget(policy: PolicyBase, evaluators: TargetEvaluators, context: Context): Draft[] {
  const { attached, unattached } = placementsOf(policy, context);
  const broken = unattached.flatMap(({ facts }) => facts).slice(0, 3);
  const drafts = [
    ...placedOnce(attached).flatMap(({ placement, facts }) =>
      waypointDrafts(placement, context.waypoints, evaluators.waypoint, [...facts, ...broken]),
    ),
    ...[...new Set(attached.flatMap(({ routers }) => routers))].flatMap((router) => {
      const facts = attached.filter(({ routers }) => routers.includes(router)).flatMap((one) => one.facts);
      return router.role === 'EASTWEST'
        ? eastWestDrafts(router, evaluators.waypoint, [...facts, ...broken])
        : routerDraftsAt(router, evaluators.router, [...facts, ...broken], context);
    }),
  ];
  if (drafts.some(({ effect }) => effect !== 'BYPASSED')) return drafts;
  const { absence } = evaluators.waypoint;
  const reasons = drafts.length === 0 ? [absence] : drafts.map(({ evidence }) => evidence.at(-1));
  const why = [...new Set(reasons)].filter((fact) => fact != null).slice(0, 2);
  return [unread(policy, attached, unattached, evaluators.unevaluated ?? NO_RULES, drafts, why)];
}

/** A policy at one waypoint. */
export interface PlacedOnce {
  readonly placement: Placement;
  readonly facts: readonly Fact[];
}

// Two references can lead to one waypoint: the one that covers more says it all, equal ones are joined.
export function placedOnce(attached: readonly Attached[]): readonly PlacedOnce[] {
  const byWaypoint = new Map<Gateway, PlacedOnce>();
  for (const { placements, facts } of attached) {
    for (const placement of placements) {
      const known = byWaypoint.get(placement.waypoint);
      byWaypoint.set(
        placement.waypoint,
        known === undefined ? { placement, facts } : joined(known, { placement, facts }),
      );
    }
  }
  return [...byWaypoint.values()];
}

function joined(a: PlacedOnce, b: PlacedOnce): PlacedOnce {
  const placement = {
    waypoint: a.placement.waypoint,
    services: [...new Set([...a.placement.services, ...b.placement.services])],
    workloads: a.placement.workloads.length > 0 ? a.placement.workloads : b.placement.workloads,
  };
  return { placement, facts: [...a.facts, ...b.facts] };
}

// Of several references that fail, the one nearest to working names the effect.
const NEAREST: readonly Effect[] = ['BYPASSED', 'TARGET_NOT_BOUND', 'NOT_ATTACHED', 'TARGET_NOT_FOUND'];

function unread(
  policy: PolicyBase,
  attached: readonly Attached[],
  unattached: readonly Unattached[],
  rules: Verdict['rules'],
  bypassed: readonly Draft[],
  why: readonly Fact[],
): Draft {
  const effects = new Set(unattached.map(({ effect }) => effect));
  if (bypassed.length > 0) effects.add('BYPASSED');
  // It is attached, but no chain holds it.
  else if (attached.length > 0) effects.add('NOT_ATTACHED');
  const effect = NEAREST.find((candidate) => effects.has(candidate)) ?? 'NOT_ATTACHED';
  const targets = uniqueRefs([
    ...unattached.flatMap((one) => one.targets),
    ...attached.flatMap(({ placements }) => placements.flatMap(({ services }) => services)),
  ]);
  const facts = [...attached, ...unattached].flatMap((one) => one.facts);
  const closing = factAt(policy.manifest, [], 'Nobody evaluates this policy.');
  return nobody(effect, targets, [...facts, ...(attached.length > 0 ? why : []), closing], rules);
}
