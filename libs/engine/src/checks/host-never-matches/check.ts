import { defineCheck } from '../define-check.js';
import { isReadByEnvoy, reportDeadValues, type WhyDead } from '../rule-values.js';

export const hostNeverMatches = defineCheck({
  id: 'host-never-matches',
  severity: 'error',
  title: 'A host with a scheme or a path',
  why: '`hosts` are compared with the `:authority` of the request, which holds a name and perhaps a port. A value with a slash equals none.',
  fix: 'Write the name alone (`shop.example.com`), and paths in `paths`.',
  source:
    'istio pilot/pkg/security/authz/model/generator.go hostGenerator, matcher/header.go HostMatcher (semantics 5.3)',

  run({ index }, report) {
    const whyDead: WhyDead = (value, _field, policy) => {
      const why = deadBecause(value);
      return why !== null && isReadByEnvoy(index, policy) ? why : null;
    };
    reportDeadValues(index, ['hosts', 'notHosts'], whyDead, report);
  },
});

const deadBecause = (value: string): string | null =>
  value.includes('/') ? 'but a host has neither scheme nor path' : null;
