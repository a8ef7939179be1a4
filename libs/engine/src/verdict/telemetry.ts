import type { Fact } from '../analysis.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway, Service } from '../model/model.js';
import type { OtherPolicy } from '../model/policy.js';
import { waypointsOf as waypointsBefore } from './approach.js';
import { evaluatorOf } from './chain-evaluators.js';
import { everywhere } from './plain-evaluators.js';
import type { Context } from './context.js';
import { nobody, type Draft } from './draft.js';
import { placementsOf } from './placements.js';
import { envoyDrafts, unreadBySelector } from './policy-by-selector.js';
import { placedOnce, policyByTarget } from './policy-by-target.js';
import { selectorFacts } from './selector-facts.js';
import { waypointDrafts } from './waypoint-drafts.js';
import type { Placement } from './waypoint-reach.js';

/** Telemetry: the one kind that waypoints read without targetRefs (semantics 3.5). */
export function judgeTelemetry(policy: OtherPolicy, context: Context): Draft[] {
  if (policy.targetRefs.length > 0) return byTarget(policy, context);
  const drafts = [...namespaceWide(policy, context), ...envoyDrafts(policy, context)];
  return drafts.some(({ effect }) => effect !== 'BYPASSED') ? drafts : [unreadBySelector(policy, context)];
}

/** Istio model/telemetry.go namespaceWideTelemetryConfig: the oldest of the root, waypoint and service namespace. */
function namespaceWide(policy: OtherPolicy, context: Context): Draft[] {
  if (policy.selector !== undefined || context.wideTelemetry(policy.namespace) !== policy) return [];
  const attachment = selectorFacts(policy, context.model.mesh.rootNamespace, []).map(onlyWaypoints);
  return waypointsOf(policy, context).flatMap((waypoint) => {
    const placement = coveredBy(policy, waypoint, context);
    if (placement.services.length === 0 && placement.workloads.length === 0) return [];
    return waypointDrafts(placement, context.waypoints, everywhere, attachment);
  });
}

const onlyWaypoints = (fact: Fact): Fact => ({
  ...fact,
  fact: 'A Telemetry without selector and targetRefs counts at waypoints too: for its namespace, or the whole mesh from the root.',
});

function waypointsOf({ namespace }: OtherPolicy, { model, waypoints }: Context): readonly Gateway[] {
  if (namespace === model.mesh.rootNamespace) return waypoints.all;
  const services = model.servicesByNamespace.get(namespace) ?? [];
  const serving = waypointsBefore(services).filter(({ role }) => role === 'WAYPOINT');
  return [...new Set([...waypoints.in(namespace), ...serving])];
}

function coveredBy({ namespace }: OtherPolicy, waypoint: Gateway, { model, waypoints }: Context): Placement {
  const whole = waypoints.wholeOf(waypoint);
  if (namespace === model.mesh.rootNamespace || namespace === waypoint.namespace) return whole;
  return { waypoint, services: whole.services.filter((service) => service.namespace === namespace), workloads: [] };
}

// Targeted Telemetries are taken from one namespace only: the service's own, so a waypoint's do not reach foreign services.
function byTarget(policy: OtherPolicy, context: Context): Draft[] {
  const isHere = ({ namespace }: Service) => namespace === policy.namespace;
  const { attached } = placementsOf(policy, context);
  const placements = placedOnce(attached).map(({ placement }) => placement);
  const reachesSome = placements.some(
    ({ waypoint, services, workloads }) =>
      services.some(isHere) || (workloads.length > 0 && waypoint.namespace === policy.namespace),
  );
  if (placements.length === 0 || (reachesSome && placements.every(({ services }) => services.every(isHere)))) {
    return policyByTarget(policy, { waypoint: everywhere, router: evaluatorOf(policy, 'GATEWAY') }, context);
  }
  const fact = 'For the services of another namespace a waypoint takes targeted Telemetries from that namespace only.';
  const attachment = [...attached.flatMap(({ facts }) => facts), factAt(policy.manifest, ['spec'], fact)];
  const own = placements.map((placement) => ({
    ...placement,
    services: placement.services.filter(isHere),
    workloads: placement.waypoint.namespace === policy.namespace ? placement.workloads : [],
  }));
  const drafts = own
    .filter(({ services, workloads }) => services.length > 0 || workloads.length > 0)
    .flatMap((placement) => waypointDrafts(placement, context.waypoints, everywhere, attachment));
  if (drafts.length > 0) return drafts;
  return [
    nobody(
      'NOT_ATTACHED',
      placements.map(({ waypoint }) => refOf(waypoint.manifest)),
      attachment,
    ),
  ];
}
