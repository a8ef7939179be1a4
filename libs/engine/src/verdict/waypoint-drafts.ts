import type { Fact } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { Service } from '../model/model.js';
import { type Draft, plainRules } from './draft.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';
import { uniqueRefs } from './targets.js';
import { enforcerOf, type Placement, type WaypointReach, type WaypointReaches } from './waypoint-reach.js';

/** One policy at one waypoint: a verdict for each class of traffic, evaluated or bypassed; none when no chain holds it. */
export function waypointDrafts(
  placement: Placement,
  waypoints: WaypointReaches,
  evaluator: EnvoyEvaluator,
  attachment: readonly Fact[],
): Draft[] {
  const enforcer = enforcerOf(placement.waypoint);
  const groups = evaluatedGroups(placement, waypoints, evaluator);
  const [first] = groups.flatMap(({ evaluation }) => evaluation ?? []);
  if (first === undefined) return [];
  const skipped = first.outcome.rules.map(({ index }) => ({ index, effect: 'NOT_EVALUATED' as const }));
  return waypoints.of(placement).flatMap((reach) => {
    const drafts = crossing(reach, groups).map(({ targets, evaluation }) => ({
      enforcer,
      pathClass: reach.pathClass,
      effect: evaluation.outcome.effect,
      rules: plainRules(evaluation.outcome),
      targets,
      evidence: [...attachment, ...evaluation.facts, ...reach.crossingFacts()],
    }));
    if (reach.bypassing.length === 0) return drafts;
    const evidence = [...attachment, ...reach.bypassFacts()];
    const targets = reach.bypassing;
    return [...drafts, { enforcer, pathClass: reach.pathClass, effect: 'BYPASSED', rules: skipped, targets, evidence }];
  });
}

/** What crosses the waypoint and is evaluated alike. */
interface Group {
  /** Services, or, with null, the pods that are addressed themselves. */
  readonly services: readonly Service[] | null;
  readonly evaluation: Evaluation | null;
}

// Services whose ports look alike share one evaluation: a shared waypoint may serve thousands.
function evaluatedGroups(
  placement: Placement,
  waypoints: WaypointReaches,
  evaluator: EnvoyEvaluator,
): readonly Group[] {
  const { waypoint, services, workloads } = placement;
  const several = (service: Service | null) => evaluator.meetings?.atWaypoint(waypoint, service) ?? false;
  const samePorts = evaluator.dependsOnPorts ? waypoints.groupsOf(placement) : [services];
  const alike = evaluator.meetings === undefined ? samePorts : samePorts.flatMap((group) => dividedBy(group, several));
  const groups: Group[] = alike.map((group) => {
    const [first = null] = group;
    const ports = evaluator.dependsOnPorts ? (first?.ports ?? null) : null;
    return { services: group, evaluation: evaluator.evaluate(ports, several(first)) };
  });
  if (workloads.length > 0) groups.push({ services: null, evaluation: evaluator.evaluate(null, several(null)) });
  return groups;
}

const dividedBy = (services: readonly Service[], belongs: (service: Service) => boolean): (readonly Service[])[] =>
  [services.filter(belongs), services.filter((service) => !belongs(service))].filter(({ length }) => length > 0);

function crossing(
  reach: WaypointReach,
  groups: readonly Group[],
): readonly { readonly targets: readonly ObjectRef[]; readonly evaluation: Evaluation }[] {
  if (reach.crossing.length === 0) return [];
  // A class of traffic is addressed to services or to pods, never to both.
  const concerned = groups.filter(({ services }) => (services === null) === reach.workloads.length > 0);
  const effects = new Set(concerned.map(({ evaluation }) => evaluation?.outcome.effect ?? null));
  const evaluation = concerned[0]?.evaluation ?? null;
  if (effects.size <= 1) return evaluation === null ? [] : [{ targets: reach.crossing, evaluation }];
  return byEffect(new Set(reach.services), concerned);
}

// One verdict for each effect: groups that come to the same are one.
function byEffect(
  crossed: ReadonlySet<Service>,
  groups: readonly Group[],
): { targets: readonly ObjectRef[]; evaluation: Evaluation }[] {
  const found = new Map<string, { services: Service[]; evaluation: Evaluation }>();
  for (const { services, evaluation } of groups) {
    const here = (services ?? []).filter((service) => crossed.has(service));
    if (evaluation === null || here.length === 0) continue;
    const known = found.get(evaluation.outcome.effect);
    if (known === undefined) found.set(evaluation.outcome.effect, { services: here, evaluation });
    else known.services.push(...here);
  }
  return [...found.values()].map(({ services, evaluation }) => ({ targets: uniqueRefs(services), evaluation }));
}
