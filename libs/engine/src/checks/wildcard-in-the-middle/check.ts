import { defineCheck } from '../define-check.js';
import { NAMESPACE_FIELDS } from '../identities.js';
import { reportDeadValues, type WhyDead } from '../rule-values.js';

export const wildcardInTheMiddle = defineCheck({
  id: 'wildcard-in-the-middle',
  severity: 'error',
  title: 'A wildcard where Istio compares an asterisk',
  why: 'Istio knows a `*` at the beginning of a value, at its end, or alone. Anywhere else, and in a value that begins and ends with one, it stands for itself, so that the value equals nothing that a request brings.',
  fix: 'Write one value for each case, with the wildcard at one end. In `paths` use the templates `{*}` (one segment) and `{**}` (the rest).',
  source:
    'istio pilot/pkg/security/authz/matcher/string.go StringMatcher; istio ambient/authorization.go stringToMatch (semantics 4.7, 5.3, 14.19)',

  run({ index }, report) {
    reportDeadValues(index, COMPARED_EVERYWHERE, deadBecause, report);
    // Envoy takes a wildcard anywhere in a namespace (semantics 5.3); ztunnel does not.
    const literalAtZtunnel: WhyDead = (value, _field, policy) =>
      index.verdictsOf(policy, 'ZTUNNEL').length > 0 ? deadBecause(value) : null;
    reportDeadValues(index, NAMESPACE_FIELDS, literalAtZtunnel, report);
  },
});

const COMPARED_EVERYWHERE = [
  'principals',
  'notPrincipals',
  'when.source.principal',
  'requestPrincipals',
  'notRequestPrincipals',
  'hosts',
  'notHosts',
  'paths',
  'notPaths',
  'methods',
  'notMethods',
];

function deadBecause(value: string): string | null {
  if (!value.includes('*') || value.includes('{*') || value === '*') return null;
  const rest = value.startsWith('*') ? value.slice(1) : value.endsWith('*') ? value.slice(0, -1) : value;
  return rest.includes('*') ? 'whose `*` is compared literally there' : null;
}
