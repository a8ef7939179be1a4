import { describe, expect, it } from '@jest/globals';
import type { Decision, DecisionHop } from '@waymark/engine';
import { decisionReport } from './decision-report.js';

const hop: DecisionHop = {
  enforcer: 'ZTUNNEL',
  namespace: 'shop',
  name: 'reviews',
  outcome: 'DENIED',
  reason: 'DENY_MATCH',
  code: null,
  policies: [{ kind: 'AuthorizationPolicy', namespace: 'shop', name: 'closed', rule: 0 }],
  identity: null,
  withoutIdentity: null,
  sourceIp: '10.0.0.1',
  destinationIp: '10.0.0.2',
  destinationPort: 8080,
  detail: '',
  nearest: {
    kind: 'DENYING_RULE',
    policy: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'closed', rule: 0 },
    summary: '',
    conditions: [],
  },
};
const decision: Decision = {
  outcome: 'DENIED',
  reason: 'DENY_MATCH',
  decidedBy: { enforcer: 'ZTUNNEL', namespace: 'shop', name: 'reviews' },
  code: null,
  policies: hop.policies,
  detail: '',
  ways: [],
  missing: null,
  hops: [hop],
};
const report = (changed: Partial<Decision>, title = 'web/client to reviews.shop:80') =>
  [...decisionReport([{ title, decision: { ...decision, ...changed } }], { columns: 80, colour: false })].join('');

describe('the report of a request', () => {
  it('numbers the hops, and says of a rule without conditions that it matches everything', () => {
    expect(report({})).toBe(
      [
        'DENIED  web/client to reviews.shop:80',
        '  1. ztunnel of shop/reviews denied: a DENY rule matches (AuthorizationPolicy',
        '     shop/closed rule 0)',
        '     sees no identity (plaintext), from 10.0.0.1 to 10.0.0.2 port 8080',
        '     It matches rule 0 of shop/closed, because of:',
        '       - it has no condition, so it matches everything',
        '',
      ].join('\n'),
    );
  });

  it('tells each way where chance decides', () => {
    const way = { name: 'Service shop/b:80 with weight 10', outcome: 'DENIED', reason: 'DENY_MATCH' } as const;
    const ways = [{ ...way, code: null, decidedBy: null, policies: [] }];
    const text = report({ outcome: 'UNDECIDED', hops: [], decidedBy: null, detail: 'a route splits', ways });
    expect(text).toContain('  a route splits.\n    - Service shop/b:80 with weight 10: denied, a DENY rule matches\n');
  });

  it('holds nothing that could steer a terminal', () => {
    const hops = [{ ...hop, name: 'a\u001b[31mb', detail: '\u202ex' }];
    expect(report({ hops, detail: '\u0007' }, 'x\ry')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
