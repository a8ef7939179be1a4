import type { FieldPath, Manifest } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import { allowsAttachment } from './allowed-routes.js';
import type { Binding, BindingReason, Gateway, Labels, Namespace } from './model.js';
import { labelValue } from './narrow.js';

export const USE_WAYPOINT = 'istio.io/use-waypoint';
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
export const GATEWAY_MANAGED = 'gateway.istio.io/managed';

/** What refers to a waypoint, by its own labels or its namespace's. */
export interface BindingSubject {
  readonly kind: 'SERVICE' | 'WORKLOAD';
  readonly manifest: Manifest;
  readonly namespace: Namespace;
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  /** Where `labels` stand in the manifest. */
  readonly labelsPath: FieldPath;
  /** Why it can have no waypoint whatever its labels say, and where that stands; null when it can. */
  readonly outsideAmbient: { readonly sentence: string; readonly path: FieldPath } | null;
  /** Only its own namespace knows it, so that no waypoint of another one may serve it. */
  readonly isConfined?: boolean;
}

export interface BindingContext {
  readonly gatewaysByName: ReadonlyMap<string, Gateway>;
  readonly behaviour: IstioBehaviour;
}

/** What the labels of one object say about its waypoint; undefined: nothing. */
export function referenceIn(
  labels: Labels | undefined,
  namespace: string,
  { waypointReferenceHoldsNamespace }: IstioBehaviour,
): NonNullable<Binding['reference']> | 'NONE' | undefined {
  const written = labelValue(labels, USE_WAYPOINT);
  if (written === undefined) return undefined;
  if (waypointReferenceHoldsNamespace) return oldReference(written, namespace);
  if (written === 'none') return 'NONE';
  return { namespace: labelValue(labels, USE_WAYPOINT_NAMESPACE) ?? namespace, name: written };
}

// Istio 1.22 ambient/waypoints.go getUseWaypoint; the API server refuses most of these values in a label.
function oldReference(written: string, namespace: string): NonNullable<Binding['reference']> | 'NONE' | undefined {
  const parts = written.split('/');
  if (written === '~' || parts.at(-1) === 'none') return 'NONE';
  const [first = '', second] = parts;
  if (parts.length > 2) return undefined;
  return second === undefined ? { namespace, name: first } : { namespace: first, name: second };
}

/** Why the gateway cannot serve as waypoint of the subject; null when it can. */
export function obstacleTo(
  gateway: Gateway | undefined,
  subject: BindingSubject,
  { behaviour }: BindingContext,
): BindingReason | null {
  if (gateway === undefined) return 'WAYPOINT_MISSING';
  if (gateway.ready === 'NOT_READY') return 'WAYPOINT_NOT_READY';
  if (!allowsAttachment(gateway, subject.namespace, behaviour)) return 'ATTACHMENT_DENIED';
  if (!servesKind(gateway, subject.kind)) return 'UNSUPPORTED_TRAFFIC_TYPE';
  const isForbidden = subject.isConfined === true && gateway.namespace !== subject.namespace.name;
  return isForbidden ? 'CROSS_NAMESPACE_FORBIDDEN' : null;
}

/** `none` and unknown words serve nobody (semantics 2.2). */
const servesKind = ({ waypointFor }: Gateway, kind: BindingSubject['kind']): boolean =>
  waypointFor === 'all' || waypointFor === (kind === 'SERVICE' ? 'service' : 'workload');
