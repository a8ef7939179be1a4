import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, targetsOf } from '../targets.js';

export const targetBehindAgentgateway = defineCheck({
  id: 'target-behind-agentgateway',
  severity: 'error',
  title: 'An Istio policy at an agentgateway waypoint',
  why: 'A waypoint of class `istio-agentgateway-waypoint` applies routes and none of the Istio policy kinds, although the status of the policy says it is accepted. Nobody enforces it.',
  fix: 'Use a waypoint of class `istio-waypoint` for services that need Istio policies, or the policies of agentgateway.',
  source:
    'istio.io ambient/usage/agentgateway; istio pilot/pkg/config/kube/agentgateway/agentgateway_controller.go (semantics 3.11)',

  run(input, report) {
    for (const { policy, ref, services, gateway, field } of targetsOf(input)) {
      const waypoints = gateway ? [gateway] : services.flatMap(({ binding }) => binding.waypoint ?? []);
      const agentgateway = waypoints.find(({ role }) => role === 'AGENTGATEWAY_WAYPOINT');
      if (agentgateway === undefined) continue;
      report({
        manifest: policy.manifest,
        field,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, but agentgateway waypoint ${agentgateway.namespace}/${agentgateway.name} applies no Istio policy: ${consequence(policy)}`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
        cause: `${ref.kind}/${ref.name}`,
      });
    }
  },
});
