import { factAt } from '../../model/evidence.js';
import { clientsWithIdentity, isAdmittedAtPods } from '../clients.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const uncapturedClientSkipsWaypoint = defineCheck({
  id: 'uncaptured-client-skips-waypoint',
  severity: 'error',
  title: 'A rule at a waypoint about clients outside the mesh',
  why: 'Only captured clients send through waypoints. Pods outside the mesh reach the pods of the Service directly, in plaintext and without identity: what the waypoint says about them is applied nowhere.',
  fix: 'Enrol the clients (`istio.io/dataplane-mode: ambient`), and refuse plaintext with a STRICT PeerAuthentication.',
  source: 'ztunnel src/proxy/outbound.rs build_request; no hairpin at the destination (semantics 2.5, table 7.4)',

  run(input, report) {
    for (const client of clientsWithIdentity(input, 'NONE')) {
      const { policy, field, position, value, workloads } = client;
      const verdicts = input.index.verdictsOf(policy, 'WAYPOINT').filter(({ effect }) => effect !== 'BYPASSED');
      const [example] = workloads;
      // Who is admitted at the pods as well is meant to come around the waypoint.
      if (verdicts.length === 0 || example === undefined || isAdmittedAtPods(input, client)) continue;
      const path = [...field.path, position];
      report({
        manifest: policy.manifest,
        field: path,
        message: `${nameOf(policy)} names ${value}, but the pods of ${listed(workloads.map(({ owner }) => nameOf(owner)))} are outside the mesh and reach the pods around the waypoint: the policy does not see them`,
        affected: [...workloads.map(({ owner }) => owner), ...verdicts.flatMap(({ targets }) => targets)],
        evidence: [
          ...(verdicts[0]?.evidence ?? []),
          factAt(example.manifest, [], 'The pods of this workload send around the waypoint.'),
        ],
        cause: value,
      });
    }
  },
});
