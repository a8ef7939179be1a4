import type { Verdict } from '../analysis.js';
import { identityOf, namesWaypoint, peerFieldsOf } from '../authorization/peer.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { Gateway, Service } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { hasAddress } from '../verdict/approach.js';
import { convertAuthorizationPolicy, type ZtunnelMatch } from '../ztunnel/convert.js';
import { ImplicitPolicies } from '../ztunnel/implicit-policies.js';
import type { StringMatch } from '../ztunnel/values.js';
import { keyOf, type CheckIndex } from './check-index.js';

/** A destination whose ztunnel refuses a waypoint in front of it, so nothing comes through that waypoint. */
export interface RefusedWaypoint {
  readonly owner: ObjectRef;
  readonly waypoints: readonly Gateway[];
  /** The ALLOW policies that ztunnel evaluates for it: none of them admits these waypoints. */
  readonly policies: readonly AuthorizationPolicy[];
}

export function refusedWaypoints(index: CheckIndex): readonly RefusedWaypoint[] {
  const admits = admissionOf(index);
  const implicit = new ImplicitPolicies(index.model);
  return [...index.once(allowPoliciesByOwner).values()].flatMap(({ owner, policies }) => {
    const refused = waypointsBefore(index, owner).filter(
      (waypoint) => implicit.for(waypoint) === null && !policies.some((policy) => admits(policy, waypoint)),
    );
    return refused.length === 0 ? [] : [{ owner, waypoints: refused, policies }];
  });
}

/** An ALLOW policy at the pods of the service writes the identity of the gateway down: it may come around the waypoint. */
export function admitsGatewayByName(index: CheckIndex, service: Service, gateway: Gateway): boolean {
  const admissions = index.once(allowPoliciesByOwner);
  const policies = service.workloads.flatMap(({ owner }) => admissions.get(keyOf(owner))?.policies ?? []);
  const { trustDomain } = index.model.mesh;
  return [...new Set(policies)].some((policy) => namesWaypoint(policy, peerFieldsOf(policy), gateway, trustDomain));
}

/** Every waypoint that traffic to these pods may come from. */
function waypointsBefore(index: CheckIndex, owner: ObjectRef): readonly Gateway[] {
  const waypoints = new Set<Gateway>();
  for (const workload of index.workloadsOf(owner)) {
    for (const service of index.model.servicesByWorkload.get(workload) ?? []) {
      const { waypoint, canary } = service.binding;
      if (!hasAddress(service)) continue;
      if (waypoint !== null) waypoints.add(waypoint);
      if (canary !== null) waypoints.add(canary.waypoint);
    }
    if (workload.binding.waypoint !== null) waypoints.add(workload.binding.waypoint);
  }
  return [...waypoints];
}

interface Admission {
  readonly owner: ObjectRef;
  readonly policies: AuthorizationPolicy[];
}

function allowPoliciesByOwner(index: CheckIndex): ReadonlyMap<string, Admission> {
  const found = new Map<string, Admission>();
  for (const policy of index.authorizationPolicies) {
    if (policy.action !== 'ALLOW') continue;
    for (const verdict of index.verdictsOf(policy, 'ZTUNNEL')) {
      if (!isEnforcedBehindWaypoint(verdict)) continue;
      for (const owner of verdict.targets) {
        const key = index.keyOf(owner);
        const known = found.get(key);
        if (known === undefined) found.set(key, { owner, policies: [policy] });
        else if (known.policies.at(-1) !== policy) known.policies.push(policy);
      }
    }
  }
  return found;
}

const isEnforcedBehindWaypoint = ({ pathClass, effect }: Verdict): boolean =>
  (pathClass === 'SERVICE_ADDRESSED' || pathClass === 'POD_ADDRESSED') && effect !== 'DRY_RUN_LOGGED';

/** Whether a policy can let a waypoint in, on some port and from some address; each pair asked once. */
function admissionOf({ model }: CheckIndex): (policy: AuthorizationPolicy, waypoint: Gateway) => boolean {
  const { trustDomain } = model.mesh;
  const known = new Map<AuthorizationPolicy, Map<Gateway, boolean>>();
  return (policy, waypoint) => {
    const answers = known.get(policy) ?? new Map<Gateway, boolean>();
    known.set(policy, answers);
    let answer = answers.get(waypoint);
    if (answer === undefined) {
      const sent = convertAuthorizationPolicy(policy, model);
      const rules = sent === null || sent.dryRun === true ? [] : sent.rules;
      answer = rules.some((clauses) =>
        clauses.every((matches) => matches.some((match) => canMatch(match, waypoint, trustDomain))),
      );
      answers.set(waypoint, answer);
    }
    return answer;
  };
}

/** ztunnel rbac.rs: a match without any dimension never holds; addresses and ports are left open here. */
function canMatch(match: ZtunnelMatch, waypoint: Gateway, trustDomain: string): boolean {
  if (Object.keys(match).length === 0) return false;
  const { namespace, serviceAccount } = waypoint;
  const principal = identityOf(waypoint, trustDomain);
  const accepts = <T>(
    wanted: readonly T[] | undefined,
    unwanted: readonly T[] | undefined,
    hits: (value: T) => boolean,
  ) => (wanted === undefined || wanted.some(hits)) && !(unwanted ?? []).some(hits);
  return (
    accepts(match.principals, match.notPrincipals, (value) => hitsText(value, principal)) &&
    accepts(match.namespaces, match.notNamespaces, (value) => hitsText(value, namespace)) &&
    accepts(
      match.serviceAccounts,
      match.notServiceAccounts,
      (value) => value.namespace === namespace && value.serviceAccount === serviceAccount,
    )
  );
}

function hitsText(match: StringMatch, text: string): boolean {
  if ('exact' in match) return match.exact === text;
  if ('prefix' in match) return text.startsWith(match.prefix);
  if ('suffix' in match) return text.endsWith(match.suffix);
  return text !== '';
}
