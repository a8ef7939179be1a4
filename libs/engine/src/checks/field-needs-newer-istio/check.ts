import type { CheckIndex, PolicyField } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { fieldName } from '../http-fields.js';
import { nameOf } from '../say.js';

export const fieldNeedsNewerIstio = defineCheck({
  id: 'field-needs-newer-istio',
  severity: 'error',
  title: 'A field that this release of Istio does not know yet',
  why: '`serviceAccounts` came with Istio 1.25, `trustDomains` with 1.30, and waypoints compare `connection.sni` since 1.24. An older release drops the field: the rule then asks for less than it says, or for something that never matches.',
  fix: 'Upgrade Istio, or write the same with fields that the release has: `principals`, `namespaces`.',
  source: 'istio/api security/v1beta1/authorization_policy.proto; release note 53588 (semantics 8, 14.24)',

  run({ model, index }, report) {
    const unknown = unknownFields(index).filter(
      ({ policy }) => !index.verdictsOf(policy).every(({ enforcer }) => enforcer.type === 'NOBODY'),
    );
    for (const { policy, field } of unknown) {
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} uses ${fieldName(field)}, which Istio ${model.istioVersion} does not know: it is dropped`,
        affected: index.evaluatedFor(policy),
        evidence: index.verdictsOf(policy)[0]?.evidence ?? [],
        cause: field.name,
      });
    }
  },
});

function unknownFields(index: CheckIndex): readonly PolicyField[] {
  const { trustDomainsField, sniAtWaypoints } = index.model.behaviour;
  const sni = sniAtWaypoints ? [] : index.fieldsNamed('when.connection.sni');
  return [
    ...index.authorizationPolicies.flatMap((policy) =>
      policy.rules.flatMap(({ unknown }) => unknown.map((field) => ({ policy, field }))),
    ),
    ...(trustDomainsField ? [] : index.fieldsNamed('when.source.trustDomain')),
    ...sni.filter(({ policy }) => index.verdictsOf(policy, 'WAYPOINT').length > 0),
  ];
}
