import { targetKind } from '../../attachment/attaches.js';
import type { ClusterModel } from '../../model/model.js';
import { field, list } from '../../model/narrow.js';
import type { Policy } from '../../model/policy.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';
import { consequence, type PolicyTarget, targetsOf } from '../targets.js';

export const targetNeedsNewerIstio = defineCheck({
  id: 'target-needs-newer-istio',
  severity: 'error',
  title: 'A target that this release of Istio does not follow yet',
  why: 'ServiceEntries can be targets since Istio 1.24, the GatewayClass since 1.25, EnvoyFilters have targets since 1.27 (the GatewayClass since 1.28), and waypoints read the policies of Services in other namespaces since 1.24. The release of this cluster is older, so the target is not followed.',
  fix: 'Upgrade Istio, or target the Gateway of the waypoint from its own namespace.',
  source:
    'istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy and release notes 54780, 58032, 54071 (semantics 8, 14.24)',

  run(input, report) {
    const { model } = input;
    for (const target of targetsOf(input)) {
      const { policy, ref, services, field: path } = target;
      const why = notFollowed(target, model);
      if (why === null) continue;
      report({
        manifest: policy.manifest,
        field: path,
        message: `${nameOf(policy)} targets ${ref.kind} ${ref.name}, ${why} Istio ${model.istioVersion}: ${consequence(policy)}`,
        affected: services,
        evidence: input.index.verdictsOf(policy)[0]?.evidence ?? [],
        cause: `${ref.kind}/${ref.name}`,
      });
    }
    for (const policy of filtersWithDroppedTargets(model)) {
      report({
        manifest: policy.manifest,
        field: ['spec', 'targetRefs'],
        message: `${nameOf(policy)} has targetRefs, which no EnvoyFilter has in Istio ${model.istioVersion}: without them it means every sidecar and gateway of its namespace`,
        affected: input.index.evaluatedFor(policy),
        evidence: input.index.verdictsOf(policy)[0]?.evidence ?? [],
      });
    }
  },
});

const filtersWithDroppedTargets = ({ policies, behaviour }: ClusterModel): readonly Policy[] =>
  behaviour.envoyFilterTargets
    ? []
    : policies.filter(
        ({ kind, manifest }) => kind === 'EnvoyFilter' && list(field(manifest.body.spec, 'targetRefs')).length > 0,
      );

/** What the release does not do; null when it follows the target, or when another check tells why nobody does. */
function notFollowed({ policy, ref, target, services }: PolicyTarget, { behaviour }: ClusterModel): string | null {
  if (target.kind === 'NONE' && target.reason !== 'UNKNOWN_TO_RELEASE') return null;
  const kind = targetKind(ref);
  const followsClass =
    policy.kind === 'EnvoyFilter' ? behaviour.envoyFilterClassTargets : behaviour.gatewayClassTargets;
  if (kind === 'GatewayClass' && !followsClass) return 'which is no target in';
  if (kind === 'ServiceEntry' && !behaviour.serviceEntryTargets) return 'which is no target in';
  const elsewhere = services.some(
    ({ binding, namespace }) => binding.waypoint?.role === 'WAYPOINT' && binding.waypoint.namespace !== namespace,
  );
  const readsNamespace =
    policy.kind === 'AuthorizationPolicy'
      ? behaviour.authorizationOfServiceNamespace
      : policy.kind !== 'RequestAuthentication' || behaviour.requestAuthenticationOfServiceNamespace;
  return elsewhere && !readsNamespace ? 'whose waypoint in another namespace does not read it in' : null;
}
