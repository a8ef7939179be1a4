import type { Binding, Gateway, Labels } from './model.js';
import { labelValue } from './narrow.js';
import { type BindingContext, type BindingSubject, obstacleTo } from './waypoint-reference.js';

export const CANARY = 'istio.io/use-waypoint-canary';
export const CANARY_NAMESPACE = 'istio.io/use-waypoint-canary-namespace';
export const CANARY_WEIGHT = 'istio.io/use-waypoint-canary-weight';

/**
 * The second, weighted waypoint of a Service (semantics 2.8; ambient/waypoints.go buildWeightedWaypoints). The
 * namespace's is read only when the primary was inherited from it. Any fault leaves the primary alone.
 */
export function canaryOf(
  subject: BindingSubject,
  primary: Gateway,
  from: 'OBJECT' | 'NAMESPACE',
  context: BindingContext,
): Binding['canary'] {
  if (!context.behaviour.canaryWaypoints) return null;
  const inherited = from === 'NAMESPACE' ? subject.namespace : null;
  const reference = canaryReference(subject.labels, inherited?.labels, subject.namespace.name);
  if (reference === null || reference === `${primary.namespace}/${primary.name}`) return null;
  const weight = canaryWeight(
    labelValue(subject.annotations, CANARY_WEIGHT) ?? labelValue(inherited?.annotations, CANARY_WEIGHT),
  );
  if (weight === null) return null;
  const waypoint = context.gatewaysByName.get(reference);
  if (waypoint === undefined || obstacleTo(waypoint, subject, context) !== null) return null;
  return { waypoint, weight };
}

/** `namespace/name`; the name and its namespace come from the same level. */
function canaryReference(own: Labels | undefined, inherited: Labels | undefined, namespace: string): string | null {
  const labels = labelValue(own, CANARY) === undefined && labelValue(inherited, CANARY) !== undefined ? inherited : own;
  const name = labelValue(labels, CANARY);
  if (name === undefined || name === '' || name === 'none') return null;
  return `${labelValue(labels, CANARY_NAMESPACE) ?? namespace}/${name}`;
}

/** 0 to 100, missing means 0; null when it is no such number (Go strconv.Atoi). */
function canaryWeight(written: string | undefined): number | null {
  if (written === undefined) return 0;
  if (!/^[+-]?\d+$/.test(written)) return null;
  const weight = Number(written);
  return weight >= 0 && weight <= 100 ? weight : null;
}
