import { factAt } from '../../model/evidence.js';
import { defineCheck } from '../define-check.js';
import { harmOfDeadValue, principalsOf } from '../identities.js';
import { nameOf } from '../say.js';

export const principalNeverMatches = defineCheck({
  id: 'principal-never-matches',
  severity: 'error',
  title: 'A principal written with `spiffe://`',
  why: 'Istio compares principals without the prefix `spiffe://`. A value that has it matches nobody, at ztunnel and at waypoints alike.',
  fix: 'Write `trust-domain/ns/NAMESPACE/sa/ACCOUNT`, without `spiffe://`.',
  source:
    'ztunnel src/rbac.rs matches_principal; istio pilot/pkg/security/authz/model/generator.go (semantics 4.7, 14.19)',

  run({ index }, report) {
    const prefixed = principalsOf(index).filter(({ value }) => value.startsWith('spiffe://'));
    for (const { policy, field, position, value } of prefixed.flatMap(({ places }) => places)) {
      report({
        manifest: policy.manifest,
        field: [...field.path, position],
        message: `${nameOf(policy)} names ${value}, which matches nobody because of its prefix: it ${harmOfDeadValue(policy, field)}`,
        affected: index.evaluatedFor(policy),
        evidence: [
          factAt(
            policy.manifest,
            [...field.path, position],
            'Identities are compared without `spiffe://`, so a value with it equals none.',
          ),
        ],
        cause: value,
      });
    }
  },
});
