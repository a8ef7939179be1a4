import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorizationPolicy, modelOf, pod, requestAuthentication, service, waypoint } from '../testing/index.js';
import { compileDecisions } from './decisions.js';

const hostileText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '', '*', '%', '%00', '%2', '../..', '[', '\\', 'a'.repeat(10_000)),
);
const policyText = fc.oneof(
  hostileText,
  fc.constantFrom('{*}', '{**}', '/{**}/a', '*a*', '10.0.0.0/33', '::/0', '65536'),
);
const texts = fc.array(policyText, { maxLength: 3 });
const headerName = fc.oneof(hostileText, fc.constantFrom('x', 'X-Forwarded-For', 'cookie', 'origin', ':path'));
const headers = fc.dictionary(headerName, hostileText, { maxKeys: 4 });
const targetRefs = [{ kind: 'Service', group: '', name: 'reviews' }];

const rule = fc.record({
  from: fc.array(
    fc.record({
      source: fc.record(
        { principals: texts, namespaces: texts, ipBlocks: texts, remoteIpBlocks: texts, requestPrincipals: texts },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 2 },
  ),
  to: fc.array(
    fc.record({
      operation: fc.record({ paths: texts, hosts: texts, methods: texts, notPorts: texts }, { requiredKeys: [] }),
    }),
    { maxLength: 2 },
  ),
  when: fc.array(
    fc.record({
      key: fc.oneof(
        hostileText,
        hostileText.map((name) => `request.headers[${name}]`),
        hostileText.map((name) => `request.auth.claims[${name}]`),
      ),
      values: texts,
      notValues: texts,
    }),
    { maxLength: 2 },
  ),
});

const request = fc.record({
  source: fc.oneof(
    fc.constant({ kind: 'POD' as const, namespace: 'default', name: 'client' }),
    fc.record({ kind: fc.constant('EXTERNAL' as const), ip: hostileText }),
    fc.record({ kind: fc.constantFrom('POD' as const, 'INGRESS' as const), namespace: hostileText, name: hostileText }),
  ),
  destination: fc.oneof(
    fc.constant({ kind: 'SERVICE' as const, namespace: 'default', name: 'reviews', port: 80 }),
    fc.record({ kind: fc.constant('POD' as const), namespace: hostileText, name: hostileText, port: fc.double() }),
    fc.record({ kind: fc.constant('HOST' as const), host: hostileText, port: fc.oneof(fc.double(), hostileText) }),
  ),
  http: fc.option(
    fc.record({
      method: hostileText,
      path: hostileText,
      host: hostileText,
      headers,
      tokens: fc.array(
        fc.record({ text: hostileText, claims: fc.dictionary(hostileText, fc.anything()), valid: fc.boolean() }),
        { maxLength: 2 },
      ),
    }),
  ),
});

const gatewayName = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };
const cluster = [
  pod('client', { captured: true }),
  pod('reviews', { captured: true }),
  pod('waypoint-0', { labels: gatewayName }),
  waypoint('waypoint'),
  service('reviews', { waypoint: 'waypoint' }),
  requestAuthentication('jwt', { targetRefs, jwtRules: [{ issuer: '', fromHeaders: [{ name: 'x', prefix: '' }] }] }),
];

it('answers every request, whatever policies and requests hold, and a denied one with what would have let it through', () => {
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 3 }),
      fc.constantFrom('ALLOW', 'DENY', 'CUSTOM'),
      request,
      (rules, action, sent) => {
        const policies = [
          authorizationPolicy('at-waypoint', { targetRefs, action, rules }),
          authorizationPolicy('at-ztunnel', { action, rules }),
        ];
        const decisions = compileDecisions(modelOf([...cluster, ...policies]));
        const { detail, ways, missing, hops, ...answer } = decisions.decide(sent);
        expect(answer.outcome).toMatch(/^(ALLOWED|DENIED|UNREACHABLE|UNDECIDED)$/);
        expect(decisions.answer(sent)).toEqual(answer);
        for (const { outcome, reason, nearest } of hops) {
          expect([outcome, nearest === null]).toEqual([outcome, outcome !== 'DENIED']);
          if (reason === 'ALLOW_NONE_MATCHED') expect(nearest?.conditions).not.toEqual([]);
        }
        expect([detail, ways]).toEqual([expect.any(String), expect.any(Array)]);
        expect(missing === null).toBe(answer.reason !== 'NOT_FOUND');
      },
    ),
    { numRuns: 300, seed: 4 },
  );
});
