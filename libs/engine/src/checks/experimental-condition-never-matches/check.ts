import { defineCheck } from '../define-check.js';
import { harmOfDeadMatch } from '../rule-values.js';
import { nameOf } from '../say.js';

export const experimentalConditionNeverMatches = defineCheck({
  id: 'experimental-condition-never-matches',
  severity: 'warning',
  title: 'A condition on what an Envoy filter writes that no waypoint has',
  why: '`experimental.envoy.filters.…` reads what the filter of that name has written about the request. A waypoint has only the filters that istiod gives it, and none of them writes for this condition: values never match, and `notValues` always hold.',
  fix: 'Use a condition that Istio documents, or add the filter to the waypoint (EnvoyFilter with `targetRefs`).',
  source:
    'istio pilot/pkg/security/authz/model/generator.go envoyFilterGenerator; confirmed by running (semantics 14.23)',

  run({ model, index }, report) {
    // An EnvoyFilter at some waypoint may bring the filter.
    const extended = model.policies.some(({ kind, targetRefs }) => kind === 'EnvoyFilter' && targetRefs.length > 0);
    if (extended) return;
    for (const policy of index.authorizationPolicies) {
      const field = index.fieldsOf(policy).find(({ name }) => name.startsWith('when.experimental.envoy.filters.'));
      const verdicts = field === undefined ? [] : index.verdictsOf(policy, 'WAYPOINT');
      if (field === undefined || verdicts.length === 0) continue;
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} compares ${field.name.replace('when.', '')}, which no filter of the waypoint writes: it ${harmOfDeadMatch({ policy, field })}`,
        affected: index.evaluatedFor(policy),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
