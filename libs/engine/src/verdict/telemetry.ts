import type { Fact } from '../analysis.js';
import { factAt, refOf } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import type { OtherPolicy } from '../model/policy.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import { waypointsOf as waypointsBefore } from './approach.js';
import { evaluatorOf } from './chain-evaluators.js';
import { everywhere, nowhere } from './plain-evaluators.js';
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
  if (!context.model.behaviour.telemetryAtWaypoints) return [];
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
  if (!model.behaviour.telemetryOfServiceNamespace) return waypoints.in(namespace);
  const services = model.servicesByNamespace.get(namespace) ?? [];
  const serving = waypointsBefore(services).filter(({ role }) => role === 'WAYPOINT');
  return [...new Set([...waypoints.in(namespace), ...serving])];
}

function coveredBy({ namespace }: OtherPolicy, waypoint: Gateway, { model, waypoints }: Context): Placement {
  const whole = waypoints.wholeOf(waypoint);
  if (namespace === model.mesh.rootNamespace || namespace === waypoint.namespace) return whole;
  return { waypoint, services: whole.services.filter((service) => service.namespace === namespace), workloads: [] };
}

function byTarget(policy: OtherPolicy, context: Context): Draft[] {
  const { behaviour } = context.model;
  const router = evaluatorOf(policy, 'GATEWAY');
  if (!behaviour.telemetryAtWaypoints) {
    const fact = factAt(policy.manifest, ['spec'], 'No waypoint of this Istio release reads a Telemetry.');
    return policyByTarget(policy, { waypoint: nowhere(fact), router }, context);
  }
  const { attached } = placementsOf(policy, context);
  const placements = placedOnce(attached).map(({ placement }) => placement);
  const own = placements.map((placement) => readPart(placement, policy, behaviour));
  const isWhole = own.every(({ services, workloads }, index) => {
    const all = placements[index];
    return services.length === all?.services.length && workloads.length === all.workloads.length;
  });
  if (isWhole) return policyByTarget(policy, { waypoint: everywhere, router }, context);
  const fact = behaviour.telemetryOfServiceNamespace
    ? 'For the services of another namespace a waypoint takes targeted Telemetries from that namespace only.'
    : 'A waypoint of this Istio release takes targeted Telemetries from its own namespace only.';
  const attachment = [...attached.flatMap(({ facts }) => facts), factAt(policy.manifest, ['spec'], fact)];
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

/** Targeted Telemetries are taken from one namespace only: the service's own, before 1.30.3 the waypoint's. */
function readPart(placement: Placement, { namespace }: OtherPolicy, behaviour: IstioBehaviour): Placement {
  const ofWaypoint = placement.waypoint.namespace === namespace;
  if (!behaviour.telemetryOfServiceNamespace)
    return ofWaypoint ? placement : { ...placement, services: [], workloads: [] };
  return {
    ...placement,
    services: placement.services.filter((service) => service.namespace === namespace),
    workloads: ofWaypoint ? placement.workloads : [],
  };
}
