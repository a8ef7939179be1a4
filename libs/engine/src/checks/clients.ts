import type { ObjectRef } from '../manifest/manifest.js';
import type { Workload } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { CheckIndex } from './check-index.js';
import { ACCOUNT_FIELDS, namespacesNamed, principalsOf, qualified } from './identities.js';
import { type RuleValue, valuesNamed } from './rule-values.js';

/** A value that names clients without wildcards, with the workloads that it means. */
export interface NamedClient extends RuleValue {
  readonly workloads: readonly Workload[];
  readonly identity: Identity;
}

/** What a client proves itself with; `UNKNOWN`: not seen in this cluster, or over. */
export type Identity = 'ZTUNNEL' | 'SIDECAR' | 'GATEWAY' | 'NONE' | 'UNKNOWN';

/** Clients whose workloads all prove themselves in one way, by the policy that wants them (not excludes them). */
export function clientsByPolicy(
  { index }: { readonly index: CheckIndex },
  identity: Identity,
): ReadonlyMap<AuthorizationPolicy, readonly NamedClient[]> {
  const byPolicy = new Map<AuthorizationPolicy, NamedClient[]>();
  for (const client of index.once(namedClients)) {
    if (client.identity !== identity) continue;
    const known = byPolicy.get(client.policy);
    if (known === undefined) byPolicy.set(client.policy, [client]);
    else known.push(client);
  }
  return byPolicy;
}

/** Only those whom a waypoint would not see or nobody recognise; where the workloads differ, who calls is not known. */
function namedClients(index: CheckIndex): readonly NamedClient[] {
  const { workloadsByNamespace } = index.model;
  const clients: NamedClient[] = [];
  const identities = new Map<readonly Workload[], Identity | null>();
  const add = (places: readonly RuleValue[], workloads: readonly Workload[]) => {
    let identity = identities.get(workloads);
    if (identity === undefined) identities.set(workloads, (identity = commonIdentity(workloads)));
    if (identity !== 'NONE' && identity !== 'SIDECAR') return;
    for (const place of places) if (!place.field.negative) clients.push({ ...place, workloads, identity });
  };
  for (const { parts, places } of principalsOf(index)) {
    if (parts !== null) add(places, index.workloadsRunningAs(`${parts.namespace}/${parts.serviceAccount}`));
  }
  for (const { value, places } of namespacesNamed(index)) add(places, workloadsByNamespace.get(value) ?? []);
  for (const place of valuesNamed(index, ...ACCOUNT_FIELDS)) {
    add([place], index.workloadsRunningAs(qualified(place.value, place.policy)));
  }
  return clients;
}

/** null when there are none, or when they differ. */
function commonIdentity(workloads: readonly Workload[]): Identity | null {
  const [first] = workloads;
  if (first === undefined) return null;
  const identity = identityOf(first);
  return workloads.every((workload) => identityOf(workload) === identity) ? identity : null;
}

function identityOf({ capture, sidecar, gateway, classicGateway, nativeTunnel }: Workload): Identity {
  if (gateway !== null || classicGateway) return 'GATEWAY';
  if (sidecar) return 'SIDECAR';
  if (capture.captured) return 'ZTUNNEL';
  return nativeTunnel || capture.reason === 'NOT_A_POD' || capture.reason === 'TERMINATED' ? 'UNKNOWN' : 'NONE';
}

/** Whom the clients are known by; many values mean the same workloads. */
export function ownersOfClients(clients: readonly NamedClient[]): readonly ObjectRef[] {
  const owners = new Set<ObjectRef>();
  for (const workloads of new Set(clients.map(({ workloads: named }) => named))) {
    for (const { owner } of workloads) owners.add(owner);
  }
  return [...owners];
}

/** Whether a policy at the pods admits the same client, so that it may come around the waypoint. */
export function isAdmittedAtPods(input: { readonly index: CheckIndex }, client: NamedClient): boolean {
  const byWorkload = input.index.once(admittedAtPods);
  return client.workloads.every((workload) => (byWorkload.get(workload) ?? []).some(isFor(client.policy.namespace)));
}

const isFor = (namespace: string) => (policy: AuthorizationPolicy) => policy.namespace === namespace;

function admittedAtPods(index: CheckIndex): ReadonlyMap<Workload, readonly AuthorizationPolicy[]> {
  const admitted = new Map<Workload, AuthorizationPolicy[]>();
  for (const { policy, workloads } of index.once(namedClients)) {
    if (policy.action !== 'ALLOW' || policy.targetRefs.length > 0) continue;
    for (const workload of workloads) {
      const known = admitted.get(workload);
      if (known === undefined) admitted.set(workload, [policy]);
      else if (known.at(-1) !== policy) known.push(policy);
    }
  }
  return admitted;
}
