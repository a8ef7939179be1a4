import { isPortField } from '../authorization/envoy-outcome.js';
import { portsOf } from '../authorization/ports.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { targetPortOn } from '../verdict/port-space.js';
import { keyOf, type CheckIndex } from './check-index.js';

/**
 * Whether a policy at these pods can concern what a waypoint carries: it names a port that their Services lead to, or no
 * port. (A rule for a metrics port concerns those who address the pod.)
 */
export function concernsServices(index: CheckIndex, policy: AuthorizationPolicy, owner: ObjectRef): boolean {
  const named = namedPorts(index, policy);
  if (named.length === 0) return true;
  const known = index.once(knownServicePorts);
  const key = keyOf(owner);
  const ports = known.get(key) ?? servicePorts(index, owner);
  known.set(key, ports);
  return named.some((port) => ports.has(port));
}

function namedPorts(index: CheckIndex, policy: AuthorizationPolicy): readonly number[] {
  const known = index.once(knownNamedPorts);
  let ports = known.get(policy);
  if (ports === undefined) {
    const fields = index.fieldsOf(policy).filter((field) => isPortField(field) && !field.negative);
    known.set(policy, (ports = portsOf(fields)));
  }
  return ports;
}

const knownNamedPorts = () => new Map<AuthorizationPolicy, readonly number[]>();
const knownServicePorts = () => new Map<string, ReadonlySet<number | null>>();

/** The ports on the pods that their Services lead to; null stands for one that the snapshot does not tell. */
const servicePorts = (index: CheckIndex, owner: ObjectRef): ReadonlySet<number | null> =>
  new Set(
    index.workloadsOf(owner).flatMap((workload) => {
      const services = index.model.servicesByWorkload.get(workload) ?? [];
      return services.flatMap(({ ports }) => ports.map((port) => targetPortOn(port, workload)));
    }),
  );
