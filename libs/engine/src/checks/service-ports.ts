import { portFieldsOf, portsOf } from '../authorization/ports.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { targetPortOn } from '../verdict/port-space.js';
import { keyOf, type CheckIndex } from './check-index.js';

/**
 * Whether a policy at these pods can concern what a waypoint carries: it names a port that their Services lead to, or no
 * port. (A rule for a metrics port concerns those who address the pod.)
 */
export function concernsServices(index: CheckIndex, policy: AuthorizationPolicy, owner: ObjectRef): boolean {
  const named = index.once(namedPorts).get(policy) ?? [];
  if (named.length === 0) return true;
  const known = index.once(knownServicePorts);
  const key = keyOf(owner);
  const ports = known.get(key) ?? servicePorts(index, owner);
  known.set(key, ports);
  return named.some((port) => ports.has(port));
}

const namedPorts = ({ authorizationPolicies }: CheckIndex): ReadonlyMap<AuthorizationPolicy, readonly number[]> =>
  new Map(
    authorizationPolicies.map((policy) => [policy, portsOf(portFieldsOf(policy).filter(({ negative }) => !negative))]),
  );

const knownServicePorts = () => new Map<string, ReadonlySet<number | null>>();

/** The ports on the pods that their Services lead to; null stands for one that the snapshot does not tell. */
const servicePorts = (index: CheckIndex, owner: ObjectRef): ReadonlySet<number | null> =>
  new Set(
    index.workloadsOf(owner).flatMap((workload) => {
      const services = index.model.servicesByWorkload.get(workload) ?? [];
      return services.flatMap(({ ports }) => ports.map((port) => targetPortOn(port, workload)));
    }),
  );
