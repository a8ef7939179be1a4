import { defineCheck } from '../define-check.js';
import { isReadByEnvoy, reportDeadValues, type RuleValue, valuesNamed } from '../rule-values.js';

export const hostNeverMatches = defineCheck({
  id: 'host-never-matches',
  severity: 'error',
  title: 'A host with a scheme or a path',
  why: '`hosts` are compared with the `:authority` of the request, which holds a name and perhaps a port. A value with a slash equals none.',
  fix: 'Write the name alone (`shop.example.com`), and paths in `paths`.',
  source:
    'istio pilot/pkg/security/authz/model/generator.go hostGenerator, matcher/header.go HostMatcher (semantics 5.3)',

  run({ index }, report) {
    const hosts = valuesNamed(index, 'hosts', 'notHosts').filter(({ policy }) => isReadByEnvoy(index, policy));
    reportDeadValues(index, hosts, deadBecause, report);
  },
});

const deadBecause = ({ value }: RuleValue): string | null =>
  value.includes('/') ? 'but a host has neither scheme nor path' : null;
