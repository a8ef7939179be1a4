import { peerFieldsOf } from '../../authorization/peer.js';
import type { Workload } from '../../model/model.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { ACCOUNT_FIELDS, NAMESPACE_FIELDS, PRINCIPAL_FIELDS, principalParts, qualified } from '../identities.js';
import { nameOf } from '../say.js';
import { concernsServices } from '../service-ports.js';

export const identityDenyBehindWaypoint = defineCheck({
  id: 'identity-deny-behind-waypoint',
  severity: 'error',
  title: 'A DENY policy for clients that ztunnel sees as the waypoint',
  why: 'Behind a waypoint ztunnel sees the identity and the address of the waypoint, not those of the client. A DENY policy that names clients therefore never fires for what comes through the waypoint: they pass. One that excludes clients (`notNamespaces`, …) treats all of them alike.',
  fix: 'Move the policy to the waypoint with `targetRefs`, where the client is seen.',
  source: 'ztunnel src/proxy/inbound.rs build_inbound_request (semantics 5.6, table 7.3 row B2)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      if (policy.action !== 'DENY' || policy.dryRun) continue;
      const deceived = index
        .verdictsOf(policy, 'ZTUNNEL')
        .filter(({ effect, pathClass }) => effect === 'WRONG_IDENTITY' && pathClass !== 'INGRESS');
      const affected = deceived
        .flatMap(({ targets }) => targets)
        .filter((owner) => concernsServices(index, policy, owner));
      const [field] = affected.length === 0 ? [] : peerFieldsOf(policy).substituted;
      if (field === undefined || neverCrossWaypoints(index, policy)) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} ${
          field.negative ? 'judges the waypoint instead of the client' : 'does not see the clients that it names'
        }: behind a waypoint ztunnel sees the waypoint, so ${field.negative ? 'all clients are treated alike' : 'they pass'}`,
        affected,
        evidence: deceived[0]?.evidence ?? [],
      });
    }
  },
});

/** All clients that the policy names have sidecars or are not captured: they send to the pods directly and are seen. */
function neverCrossWaypoints(index: CheckIndex, policy: AuthorizationPolicy): boolean {
  const named = namedClients(index, policy);
  return named.length > 0 && named.every(({ capture }) => !capture.captured);
}

function namedClients(index: CheckIndex, policy: AuthorizationPolicy): readonly Workload[] {
  return index.fieldsOf(policy).flatMap(({ name, values }) => {
    if (PRINCIPALS.has(name)) {
      const parts = values.map(principalParts).filter((found) => found !== null);
      return parts.flatMap(({ namespace, serviceAccount }) =>
        index.workloadsRunningAs(`${namespace}/${serviceAccount}`),
      );
    }
    if (ACCOUNTS.has(name)) return values.flatMap((value) => index.workloadsRunningAs(qualified(value, policy)));
    if (!NAMESPACES.has(name)) return [];
    return values.flatMap((value) => index.model.workloadsByNamespace.get(value) ?? []);
  });
}

const PRINCIPALS: ReadonlySet<string> = new Set(PRINCIPAL_FIELDS);
const ACCOUNTS: ReadonlySet<string> = new Set(ACCOUNT_FIELDS);
const NAMESPACES: ReadonlySet<string> = new Set(NAMESPACE_FIELDS);
