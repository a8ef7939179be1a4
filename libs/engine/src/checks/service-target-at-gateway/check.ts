import type { Gateway } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, isServiceOfGateway, targetsOf } from '../targets.js';

export const serviceTargetAtGateway = defineCheck({
  id: 'service-target-at-gateway',
  severity: 'error',
  title: 'A policy for a Service where only a gateway could enforce it',
  why: 'Targets of kind Service count at waypoints alone. A gateway, also one that serves as waypoint (a sandwich), reads policies that target the Gateway and no others.',
  fix: 'Target the Gateway: `group: gateway.networking.k8s.io, kind: Gateway`.',
  source: 'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy (semantics 2.9, 3.1, 3.2)',

  run(input, report) {
    for (const { policy, ref, services, field } of targetsOf(input)) {
      const gateways = services.flatMap((service) => service.binding.waypoint ?? []).filter(isRouter);
      const ofGateway = services.some(isServiceOfGateway);
      const [first] = gateways;
      if (first === undefined && !ofGateway) continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, ${
          first === undefined || ofGateway
            ? 'behind which a gateway runs, and gateways know no such target'
            : `whose waypoint ${first.namespace}/${first.name} is a gateway, which knows no such target`
        }: ${consequence(policy)}`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});

const isRouter = ({ role }: Gateway): boolean => role === 'SANDWICH';
