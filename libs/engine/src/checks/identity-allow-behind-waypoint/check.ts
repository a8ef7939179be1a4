import type { ObjectRef } from '../../manifest/manifest.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { concernsServices } from '../service-ports.js';
import { refusedWaypoints } from '../waypoint-admission.js';

export const identityAllowBehindWaypoint = defineCheck({
  id: 'identity-allow-behind-waypoint',
  severity: 'error',
  title: 'An ALLOW policy for clients that ztunnel sees as the waypoint',
  why: 'Behind a waypoint ztunnel sees the identity and the address of the waypoint, not those of the client. No ALLOW policy at these pods admits the waypoint, so everything that comes through it is denied.',
  fix: 'Admit the service account of the waypoint at ztunnel, and move the rules about clients to the waypoint (`targetRefs`).',
  source: 'ztunnel src/proxy/inbound.rs build_inbound_request (semantics 5.6, table 7.3 row B2)',

  run({ index }, report) {
    const blamed = new Map<AuthorizationPolicy, { owners: ObjectRef[]; waypoints: Set<string> }>();
    for (const { owner, waypoints, policies } of index.once(refusedWaypoints)) {
      for (const policy of culprits(index, owner, policies)) {
        const blame = blamed.get(policy) ?? { owners: [], waypoints: new Set<string>() };
        blame.owners.push(owner);
        for (const { namespace, name } of waypoints) blame.waypoints.add(`${namespace}/${name}`);
        blamed.set(policy, blame);
      }
    }
    for (const [policy, { owners, waypoints }] of blamed) {
      const verdict = index.verdictsOf(policy, 'ZTUNNEL').find(({ effect }) => effect === 'WRONG_IDENTITY');
      report({
        manifest: policy.manifest,
        field: ['spec', 'rules'],
        message: `${nameOf(policy)} admits clients, but behind waypoint ${listed([...waypoints].sort())} ztunnel sees the waypoint, which no policy admits: all that comes through it is denied`,
        affected: owners,
        evidence: verdict?.evidence ?? [],
      });
    }
  },
});

/**
 * Of the policies that fail to admit the waypoint, those that mean the traffic it carries: they speak about clients and
 * about a port of the Service (or about no port). A policy for a metrics port beside them is not to blame.
 */
function culprits(
  index: CheckIndex,
  owner: ObjectRef,
  policies: readonly AuthorizationPolicy[],
): AuthorizationPolicy[] {
  const speakAboutClients = index.once(policiesAboutClients);
  const deceived = policies.filter((policy) => speakAboutClients.has(policy));
  const meant = deceived.filter((policy) => concernsServices(index, policy, owner));
  return meant.length > 0 ? meant : deceived;
}

const policiesAboutClients = (index: CheckIndex): ReadonlySet<AuthorizationPolicy> =>
  new Set(
    index.authorizationPolicies.filter((policy) =>
      index.verdictsOf(policy, 'ZTUNNEL').some(({ effect }) => effect === 'WRONG_IDENTITY'),
    ),
  );
