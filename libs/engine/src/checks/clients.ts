import type { Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import { ACCOUNT_FIELDS, NAMESPACE_FIELDS, principalsOf, qualified } from './identities.js';
import { valuesNamed, type RuleValue } from './rule-values.js';

/** A value that names clients without wildcards, with the workloads that it means. */
export interface NamedClient extends RuleValue {
  readonly workloads: readonly Workload[];
}

/** What a client proves itself with; `UNKNOWN`: not seen in this cluster, or over. */
export type Identity = 'ZTUNNEL' | 'SIDECAR' | 'GATEWAY' | 'NONE' | 'UNKNOWN';

/** Clients that rules want (not those that they exclude) and whose workloads the snapshot holds. */
export const namedClients = ({ index }: { readonly index: CheckIndex }): readonly NamedClient[] =>
  index.once(findNamedClients);

/** Those whose workloads all prove themselves in one way, by the policy that names them. */
export function clientsByPolicy(
  { index }: { readonly index: CheckIndex },
  identity: Identity,
): ReadonlyMap<AuthorizationPolicy, readonly NamedClient[]> {
  const byPolicy = new Map<AuthorizationPolicy, NamedClient[]>();
  for (const client of index.once(clientsByIdentity).get(identity) ?? []) {
    const known = byPolicy.get(client.policy);
    if (known === undefined) byPolicy.set(client.policy, [client]);
    else known.push(client);
  }
  return byPolicy;
}

/** Clients whose workloads prove themselves in different ways are left out: which of them calls is not known. */
function clientsByIdentity(index: CheckIndex): ReadonlyMap<Identity, readonly NamedClient[]> {
  const byIdentity = new Map<Identity, NamedClient[]>();
  const identityOfAll = commonIdentity();
  for (const client of namedClients({ index })) {
    const identity = identityOfAll(client.workloads);
    if (identity === null) continue;
    const known = byIdentity.get(identity);
    if (known === undefined) byIdentity.set(identity, [client]);
    else known.push(client);
  }
  return byIdentity;
}

/** null when they differ; the same list is looked at once. */
function commonIdentity(): (workloads: readonly Workload[]) => Identity | null {
  const known = new Map<readonly Workload[], Identity | null>();
  return (workloads) => {
    let identity = known.get(workloads);
    if (identity === undefined) {
      const [first, ...others] = new Set(workloads.map(identityOf));
      known.set(workloads, (identity = first !== undefined && others.length === 0 ? first : null));
    }
    return identity;
  };
}

function findNamedClients(index: CheckIndex): readonly NamedClient[] {
  const principals = principalsOf(index).map((found) => ({
    ...found,
    workloads: found.parts === null ? [] : runningAs(index, `${found.parts.namespace}/${found.parts.serviceAccount}`),
  }));
  const accounts = valuesNamed(index, ...ACCOUNT_FIELDS).map((found) => ({
    ...found,
    workloads: runningAs(index, qualified(found.value, found.policy)),
  }));
  const namespaces = valuesNamed(index, ...NAMESPACE_FIELDS).map((found) => ({
    ...found,
    workloads: index.model.workloadsByNamespace.get(found.value) ?? [],
  }));
  return [...principals, ...accounts, ...namespaces].filter(
    ({ field, workloads }) => !field.negative && workloads.length > 0,
  );
}

const runningAs = (index: CheckIndex, account: string): readonly Workload[] => index.workloadsRunningAs(account);

function identityOf({ capture, sidecar, gateway, classicGateway, nativeTunnel }: Workload): Identity {
  if (gateway !== null || classicGateway) return 'GATEWAY';
  if (sidecar) return 'SIDECAR';
  if (capture.captured) return 'ZTUNNEL';
  return nativeTunnel || capture.reason === 'NOT_A_POD' || capture.reason === 'TERMINATED' ? 'UNKNOWN' : 'NONE';
}

/** Whether a policy at the pods admits the same client, so that it may come around the waypoint. */
export function isAdmittedAtPods(input: { readonly index: CheckIndex }, client: NamedClient): boolean {
  const byWorkload = input.index.once(admittedAtPods);
  return client.workloads.every((workload) => (byWorkload.get(workload) ?? []).some(isFor(client.policy.namespace)));
}

const isFor = (namespace: string) => (policy: AuthorizationPolicy) => policy.namespace === namespace;

function admittedAtPods(index: CheckIndex): ReadonlyMap<Workload, readonly AuthorizationPolicy[]> {
  const admitted = new Map<Workload, AuthorizationPolicy[]>();
  for (const { policy, workloads } of namedClients({ index })) {
    if (policy.action !== 'ALLOW' || policy.targetRefs.length > 0) continue;
    for (const workload of workloads) {
      const known = admitted.get(workload);
      if (known === undefined) admitted.set(workload, [policy]);
      else if (known.at(-1) !== policy) known.push(policy);
    }
  }
  return admitted;
}
