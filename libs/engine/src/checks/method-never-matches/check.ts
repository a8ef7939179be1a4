import { defineCheck } from '../define-check.js';
import { isReadByEnvoy, reportDeadValues, type WhyDead } from '../rule-values.js';

export const methodNeverMatches = defineCheck({
  id: 'method-never-matches',
  severity: 'error',
  title: 'An HTTP method that is not written in capitals',
  why: 'Methods are case-sensitive, and every client sends the standard ones in capitals. A value in small letters matches no request.',
  fix: 'Write the method in capitals.',
  source: 'istio pilot/pkg/security/authz/model/generator.go methodGenerator; RFC 9110 9.1 (semantics 5.3)',

  run({ index }, report) {
    const whyDead: WhyDead = (value, _field, policy) => {
      const why = deadBecause(value);
      return why !== null && isReadByEnvoy(index, policy) ? why : null;
    };
    reportDeadValues(index, ['methods', 'notMethods'], whyDead, report);
  },
});

const STANDARD = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);

function deadBecause(value: string): string | null {
  const capitals = value.toUpperCase();
  return value !== capitals && STANDARD.has(capitals) ? `but clients send ${capitals}` : null;
}
