import { factAt } from '../../model/evidence.js';
import { clientsWithIdentity, isAdmittedAtPods } from '../clients.js';
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
    for (const client of clientsWithIdentity(input, 'SIDECAR')) {
      const { policy, field, position, value, workloads } = client;
      const verdicts = input.index.verdictsOf(policy, 'WAYPOINT').filter(({ effect }) => effect !== 'BYPASSED');
      const [example] = workloads;
      // Who is admitted at the pods as well is meant to come around the waypoint.
      if (verdicts.length === 0 || example === undefined || isAdmittedAtPods(input, client)) continue;
      const path = [...field.path, position];
      report({
        manifest: policy.manifest,
        field: path,
        message: `${nameOf(policy)} names ${value}, but the pods of ${listed(workloads.map(({ owner }) => nameOf(owner)))} have sidecars, which send around the waypoint: the policy does not see them`,
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
