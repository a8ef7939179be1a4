import type { Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, isServiceOfGateway, targetsOf } from '../targets.js';

export const targetWithoutWaypoint = defineCheck({
  id: 'target-without-waypoint',
  severity: 'error',
  title: 'A policy for a Service that has no waypoint',
  why: 'A policy with a Service or ServiceEntry in its targetRefs is enforced at the waypoint of that service. Without one nobody enforces it, not even its layer 4 parts: ztunnel ignores policies with targetRefs.',
  fix: 'Give the service a waypoint (`istio.io/use-waypoint` on it or its namespace), or write the policy with a `selector` when layer 4 is enough.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/policies.go WaypointPolicyStatusCollection, reason AncestorNotBound (semantics 3.2, table 7.2 row A10)',

  run(input, report) {
    for (const { policy, ref, services, field } of targetsOf(input)) {
      if (policy.kind === 'EnvoyFilter' || services.length === 0 || services.every(isServiceOfGateway)) continue;
      // A reference that is there but broken has a check of its own, at the place of its cause.
      const unbound = services.filter(({ binding }) => NO_WAYPOINT.has(binding.reason));
      if (unbound.length < services.length || unbound.every(isOptedOutItself)) continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, which has no waypoint: ${consequence(policy)}`,
        affected: services,
        evidence: unbound[0]?.binding.evidence() ?? [],
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});

// One label takes the waypoint from all policies and routes of the Service, and has a check of its own.
const isOptedOutItself = ({ binding }: Service): boolean =>
  binding.reason === 'OPTED_OUT' && binding.referencedFrom === 'OBJECT';

const NO_WAYPOINT = new Set(['NO_REFERENCE', 'OPTED_OUT', 'NOT_AMBIENT', 'IS_WAYPOINT_INSTANCE']);
