import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { clientsByPolicy, isAdmittedAtPods, ownersOfClients } from '../clients.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const sidecarClientSkipsWaypoint = defineCheck({
  id: 'sidecar-client-skips-waypoint',
  severity: 'error',
  title: 'A rule at a waypoint about clients with sidecars',
  why: 'A sidecar sends to the pods of a Service directly, also when the Service has a waypoint. What the waypoint says about such a client is applied nowhere: a DENY lets it pass, an ALLOW checks neither paths nor methods, and where ztunnel admits the waypoint alone the client is refused.',
  fix: 'Move the client to ambient mode, or say what may come around the waypoint at ztunnel: an ALLOW policy without targetRefs that names the client.',
  source: 'istio pilot/pkg/xds/endpoints/endpoint_builder.go findServiceWaypoint (semantics 2.6, table 7.4)',

  run(input, report) {
    for (const [policy, named] of clientsByPolicy(input, 'SIDECAR')) {
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
        message: `${nameOf(policy)} names ${listed(clients.map(({ value }) => value))}, but the pods of ${listed(owners.map(nameOf))} have sidecars, which send around the waypoint: the policy does not see them`,
        affected: [...owners, ...verdicts.flatMap(({ targets }) => targets)],
        evidence: [...(verdicts[0]?.evidence ?? []), ...first.workloads.slice(0, 1).map(aroundFact)],
      });
    }
  },
});

const aroundFact = ({ manifest }: Workload) =>
  factAt(manifest, [], 'The pods of this workload send around the waypoint.');
