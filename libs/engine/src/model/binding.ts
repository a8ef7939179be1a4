import type { Fact } from '../analysis.js';
import { bindingEvidence } from './binding-evidence.js';
import { canaryOf } from './canary.js';
import type { Binding, BindingReason, Gateway } from './model.js';
import { labelValue } from './narrow.js';
import {
  type BindingContext,
  type BindingSubject,
  GATEWAY_MANAGED,
  GATEWAY_NAME,
  obstacleTo,
  referenceIn,
  USE_WAYPOINT,
} from './waypoint-reference.js';

/** istiod manages the Services of these itself; a waypoint has no waypoint (ambient/waypoints.go fetchWaypointForService). */
const OWN_GATEWAYS: ReadonlySet<string> = new Set(['istio.io-mesh-controller', 'istio.io-eastwest-controller']);

type Reference = NonNullable<Binding['reference']>;

/** A resolved reference; its evidence is put into words only when somebody asks. */
export class ResolvedBinding implements Binding {
  constructor(
    readonly reason: BindingReason,
    readonly waypoint: Gateway | null,
    readonly reference: Binding['reference'],
    readonly referencedFrom: Binding['referencedFrom'],
    readonly canary: Binding['canary'],
    /** Not part of the answer: what `evidence` is made from. */
    readonly origin: { readonly subject: BindingSubject; readonly context: BindingContext },
  ) {
    Object.freeze(this);
  }

  get referencedAt(): Binding['referencedAt'] {
    const { manifest, namespace, labelsPath } = this.origin.subject;
    if (this.referencedFrom === 'OBJECT') return { manifest, path: [...labelsPath, USE_WAYPOINT] };
    if (this.referencedFrom === null || namespace.manifest === null) return null;
    return { manifest: namespace.manifest, path: ['metadata', 'labels', USE_WAYPOINT] };
  }

  evidence(): readonly Fact[] {
    return bindingEvidence(this, this.origin.subject, this.origin.context);
  }
}

/**
 * Resolves `istio.io/use-waypoint` for one Service, ServiceEntry or workload (semantics 2.3;
 * ambient/waypoints.go fetchWaypointForTarget, fetchWaypointForService, fetchWaypointForWorkload). A broken reference
 * on the object never falls back to the namespace's.
 */
export function bind(subject: BindingSubject, context: BindingContext): ResolvedBinding {
  const origin = { subject, context };
  const without = (reason: BindingReason, reference: Reference | null = null, from: Binding['referencedFrom'] = null) =>
    new ResolvedBinding(reason, null, reference, from, null, origin);

  if (subject.outsideAmbient !== null) return without('NOT_AMBIENT');
  if (isWaypointItself(subject, context)) return without('IS_WAYPOINT_INSTANCE');
  const { name: namespace, labels: inherited } = subject.namespace;
  const own = referenceIn(subject.labels, namespace, context.behaviour);
  const from = own === undefined ? 'NAMESPACE' : 'OBJECT';
  const reference = own ?? referenceIn(inherited, namespace, context.behaviour);
  if (reference === undefined) return without('NO_REFERENCE');
  if (reference === 'NONE') return without('OPTED_OUT', null, from);

  const gateway = context.gatewaysByName.get(`${reference.namespace}/${reference.name}`);
  const obstacle = obstacleTo(gateway, subject, context);
  if (obstacle !== null || gateway === undefined) return without(obstacle ?? 'WAYPOINT_MISSING', reference, from);
  const canary = subject.kind === 'SERVICE' ? canaryOf(subject, gateway, from, context) : null;
  return new ResolvedBinding('BOUND', gateway, reference, from, canary, origin);
}

/** Services are known by the controller that manages them, pods by the Gateway that they run. */
function isWaypointItself(subject: BindingSubject, { gatewaysByName }: BindingContext): boolean {
  if (subject.kind === 'SERVICE') return OWN_GATEWAYS.has(labelValue(subject.labels, GATEWAY_MANAGED) ?? '');
  const name = labelValue(subject.labels, GATEWAY_NAME);
  if (name === undefined || name === '') return false;
  const gateway = gatewaysByName.get(`${subject.namespace.name}/${name}`);
  return gateway !== undefined && gateway.ready !== 'NOT_READY';
}
