import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { PolicyBase, TargetRef } from '../model/policy.js';
import { targetKind } from './attaches.js';
import { knowsTarget } from './release-targets.js';

export type UnresolvedReason =
  | 'NOT_FOUND'
  /** A pair of group and kind that Istio does not know as a target. */
  | 'WRONG_KIND'
  /** The release has no such target for policies of this kind. */
  | 'UNKNOWN_TO_RELEASE'
  | 'OTHER_NAMESPACE'
  | 'CLASS_OUTSIDE_ROOT_NAMESPACE'
  | 'CLASS_WITH_OTHER_NAME';

/** What a reference names, and why it leads nowhere if it does. */
export type Target =
  | { readonly kind: 'SERVICE'; readonly services: readonly Service[] }
  | { readonly kind: 'GATEWAY'; readonly gateway: Gateway }
  /** All Envoy waypoints of the cluster. */
  | { readonly kind: 'WAYPOINT_CLASS' }
  | { readonly kind: 'NONE'; readonly reason: UnresolvedReason };

/** One entry of targetRefs with what it names. */
export interface ResolvedTarget {
  readonly ref: TargetRef;
  readonly index: number;
  readonly target: Target;
}

/** Finds what policies refer to, in the policy's own namespace, as Istio does (semantics 3.1, 3.2). */
export class TargetIndex {
  private readonly services = new Map<string, Service[]>();

  constructor(private readonly model: ClusterModel) {
    for (const service of model.services) {
      const key = `${service.kind}/${service.namespace}/${service.name}`;
      const named = this.services.get(key);
      if (named === undefined) this.services.set(key, [service]);
      else named.push(service);
    }
  }

  resolve(policy: PolicyBase): readonly ResolvedTarget[] {
    return policy.targetRefs.map((ref, index) => ({ ref, index, target: this.target(ref, policy) }));
  }

  /** The Service, or every host of the ServiceEntry, of that name. */
  servicesNamed(kind: Service['kind'], namespace: string, name: string): readonly Service[] {
    return this.services.get(`${kind}/${namespace}/${name}`) ?? [];
  }

  private target(ref: TargetRef, { kind: policyKind, namespace }: PolicyBase): Target {
    const kind = targetKind(ref);
    if (kind === null) return { kind: 'NONE', reason: 'WRONG_KIND' };
    if (!knowsTarget(policyKind, kind, this.model.behaviour)) return { kind: 'NONE', reason: 'UNKNOWN_TO_RELEASE' };
    if (kind === 'GatewayClass') return this.gatewayClass(ref, namespace);
    if (ref.namespace !== '' && ref.namespace !== namespace) return { kind: 'NONE', reason: 'OTHER_NAMESPACE' };
    if (kind === 'Gateway') {
      const gateway = this.model.gatewaysByName.get(`${namespace}/${ref.name}`);
      return gateway === undefined ? { kind: 'NONE', reason: 'NOT_FOUND' } : { kind: 'GATEWAY', gateway };
    }
    const services = this.servicesNamed(kind, namespace, ref.name);
    return services.length === 0 ? { kind: 'NONE', reason: 'NOT_FOUND' } : { kind: 'SERVICE', services };
  }

  private gatewayClass(ref: TargetRef, namespace: string): Target {
    if (ref.name !== 'istio-waypoint') return { kind: 'NONE', reason: 'CLASS_WITH_OTHER_NAME' };
    return namespace === this.model.mesh.rootNamespace
      ? { kind: 'WAYPOINT_CLASS' }
      : { kind: 'NONE', reason: 'CLASS_OUTSIDE_ROOT_NAMESPACE' };
  }
}
