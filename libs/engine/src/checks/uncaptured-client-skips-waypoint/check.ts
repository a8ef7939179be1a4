import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { clientsByPolicy, isAdmittedAtPods, ownersOfClients } from '../clients.js';
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
    for (const [policy, named] of clientsByPolicy(input, 'NONE')) {
      const verdicts = input.index.verdictsOf(policy, 'WAYPOINT').filter(({ effect }) => effect !== 'BYPASSED');
      if (verdicts.length === 0) continue;
      // Who is admitted at the pods as well is meant to come around the waypoint.
      const clients = named.filter((client) => !isAdmittedAtPods(input, client));
      const [first] = clients;
      if (first === undefined) continue;
      const owners = ownersOfClients(clients);
      report({
        manifest: policy.manifest,
        field: [...first.field.path, first.position],
        message: `${nameOf(policy)} names ${listed(clients.map(({ value }) => value))}, but the pods of ${listed(owners.map(nameOf))} are outside the mesh and reach the pods around the waypoint: the policy does not see them`,
        affected: [...owners, ...verdicts.flatMap(({ targets }) => targets)],
        evidence: [...(verdicts[0]?.evidence ?? []), ...first.workloads.slice(0, 1).map(aroundFact)],
      });
    }
  },
});

const aroundFact = ({ manifest }: Workload) =>
  factAt(manifest, [], 'The pods of this workload send around the waypoint.');
