import { portFieldsOf, portsOf } from '../authorization/ports.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { targetPortOn } from '../verdict/port-space.js';
import type { CheckIndex } from './check-index.js';

/**
 * Whether a policy at these pods can concern what a waypoint carries: it names a port that their Services lead to, or no
 * port. (A rule for a metrics port concerns those who address the pod.)
 */
export function concernsServices(index: CheckIndex, policy: AuthorizationPolicy, owner: ObjectRef): boolean {
  const named = portsOf(portFieldsOf(policy).filter(({ negative }) => !negative));
  if (named.length === 0) return true;
  const ports = servicePorts(index, owner);
  return named.some((port) => ports.has(port));
}

/** The ports on the pods that their Services lead to; null stands for one that the snapshot does not tell. */
const servicePorts = (index: CheckIndex, owner: ObjectRef): ReadonlySet<number | null> =>
  new Set(
    index.workloadsOf(owner).flatMap((workload) => {
      const services = index.model.servicesByWorkload.get(workload) ?? [];
      return services.flatMap(({ ports }) => ports.map((port) => targetPortOn(port, workload)));
    }),
  );
