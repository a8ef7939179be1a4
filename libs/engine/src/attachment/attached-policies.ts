import type { ClusterModel, Gateway, Service } from '../model/model.js';
import type { Policy, PolicyKind } from '../model/policy.js';
import { targetKind } from './attaches.js';
import { isFoundFrom, knowsTarget } from './release-targets.js';

/**
 * The policies that waypoints read, by what their targetRefs name. A waypoint evaluates for the chain of a service what
 * names that service, the waypoint's Gateway, or (in the root namespace) the class of all waypoints (semantics 5.1).
 */
export class AttachedPolicies<P extends Policy> {
  private readonly byTarget = new Map<string, P[]>();

  /** @param kind the policies' kind, e.g. `AuthorizationPolicy` */
  constructor(
    private readonly model: ClusterModel,
    kind: PolicyKind & P['kind'],
  ) {
    for (const policy of model.policies) {
      if (policy.kind === kind) this.add(policy as P);
    }
  }

  /** What a waypoint evaluates for traffic to a service, or, with null, to pods; in model order. */
  ofChain({ namespace, name }: Gateway, service: Service | null): readonly P[] {
    const { behaviour } = this.model;
    const ofService = behaviour.gatewayTargetsCountIn === 'SERVICE_NAMESPACE' && service !== null;
    const gatewayNamespace = ofService ? service.namespace : namespace;
    const lists = [this.byTarget.get(WAYPOINT_CLASS), this.byTarget.get(key('Gateway', gatewayNamespace, name))];
    if (service !== null) {
      const named = this.byTarget.get(key(service.kind, service.namespace, service.name));
      lists.push(named?.every((policy) => isFoundFrom(namespace, policy, this.model)) === true ? named : undefined);
    }
    const found = lists.filter((list) => list !== undefined);
    return found.length === 1 ? (found[0] ?? []) : [...new Set(found.flat())];
  }

  private add(policy: P): void {
    const { mesh, behaviour } = this.model;
    const targets = policy.targetRefs.flatMap((ref) => {
      const kind = targetKind(ref);
      if (kind === null || !knowsTarget(policy.kind, kind, behaviour)) return [];
      if (kind === 'GatewayClass') {
        return ref.name === 'istio-waypoint' && policy.namespace === mesh.rootNamespace ? [WAYPOINT_CLASS] : [];
      }
      const foreign = kind === 'Gateway' && ref.namespace !== '' && ref.namespace !== policy.namespace;
      return foreign ? [] : [key(kind, policy.namespace, ref.name)];
    });
    for (const target of new Set(targets)) {
      const list = this.byTarget.get(target);
      if (list === undefined) this.byTarget.set(target, [policy]);
      else list.push(policy);
    }
  }
}

const WAYPOINT_CLASS = 'GatewayClass';
const key = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;
