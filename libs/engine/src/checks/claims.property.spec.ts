import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../analysis.js';
import { compileDecisions } from '../decision/decisions.js';
import type { Decision } from '../decision/decision.js';
import type { DecisionRequest } from '../decision/request.js';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  meshConfig,
  modelOf,
  namespace,
  pod,
  requestAuthentication,
  service,
  waypoint,
} from '../testing/index.js';
import { judge } from '../verdict/judge.js';
import { runChecks } from './run-checks.js';

const gatewayName = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };
const targetRefs = [{ group: '', kind: 'Service', name: 'cart' }];

const cluster = (normalization: string): Manifest[] => [
  meshConfig({ pathNormalization: { normalization } }),
  namespace('shop', { ambient: true, waypoint: 'waypoint' }),
  namespace('old'),
  waypoint('shop/waypoint'),
  pod('shop/waypoint-0', { labels: gatewayName, serviceAccount: 'waypoint', ip: '10.0.0.9' }),
  pod('shop/cart', { captured: true, serviceAccount: 'cart', ip: '10.0.0.1' }),
  pod('shop/web', { captured: true, serviceAccount: 'web', ip: '10.0.0.2' }),
  pod('old/batch', { serviceAccount: 'batch', ip: '10.0.0.3' }),
  service('shop/cart'),
  requestAuthentication('shop/tokens', { targetRefs, jwtRules: [{ issuer: 'https://id.example' }] }),
];

/** Field, and values of which some can match and others cannot. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  paths: ['/', '/admin', '/admin*', 'admin', '/a?b=1', '/a//b', '/a%2fb', '/%61', '/a/../b', '/a/*/b', '*b', '/{*}/b'],
  methods: ['GET', 'get', 'Post', 'P*T'],
  hosts: ['cart', 'cart.shop', 'http://cart', 'c*t', '*.shop'],
  principals: ['cluster.local/ns/shop/sa/web', 'spiffe://cluster.local/ns/shop/sa/web', '*/ns/*/sa/web', '*'],
  namespaces: ['shop', 'old', 's*p', '*'],
  requestPrincipals: ['https://id.example/alice', 'https://other.example/alice', '*'],
  ipBlocks: ['10.0.0.2', '::ffff:10.0.0.2/128', '0.0.0.0/0'],
};
const OPERATION = new Set(['paths', 'methods', 'hosts']);

const oneField = fc
  .constantFrom(...Object.entries(VALUES))
  .chain(([field, values]) => fc.record({ field: fc.constant(field), value: fc.constantFrom(...values) }));

const policy = fc
  .record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    rule: fc.option(oneField, { freq: 12 }),
    atWaypoint: fc.boolean(),
  })
  .map(({ action, rule, atWaypoint }) => ({
    spec: { ...(atWaypoint ? { targetRefs } : {}), action, rules: [ruleOf(rule)] },
  }));

function ruleOf(written: { readonly field: string; readonly value: string } | null) {
  if (written === null) return {};
  const { field, value } = written;
  return OPERATION.has(field)
    ? { to: [{ operation: { [field]: [value] } }] }
    : { from: [{ source: { [field]: [value] } }] };
}

const http = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  path: fc.constantFrom(
    '/',
    '/admin',
    '/a?b=1',
    '/a//b',
    '/a%2Fb',
    '/a%2fb',
    '/%61',
    '/a',
    '/a/../b',
    '/b',
    '/a/*/b',
    '/a/x/b',
  ),
  host: fc.constantFrom('cart', 'cart.shop', 'cart:8080', 'CART'),
  headers: fc.constantFrom<Record<string, string>>({}, { authorization: 'Bearer t' }),
  tokens: fc.constant([{ text: 't', claims: { iss: 'https://id.example', sub: 'alice' }, valid: true }]),
});
const request: fc.Arbitrary<DecisionRequest> = fc.record({
  source: fc.constantFrom(
    { kind: 'POD' as const, namespace: 'shop', name: 'web' },
    { kind: 'POD' as const, namespace: 'old', name: 'batch' },
  ),
  destination: fc.constantFrom(
    { kind: 'SERVICE' as const, namespace: 'shop', name: 'cart', port: 80 },
    { kind: 'POD' as const, namespace: 'shop', name: 'cart', port: 8080 },
  ),
  http,
});

const isMatched = ({ hops }: Decision): boolean =>
  hops.some(({ policies }) => policies.some(({ name, rule }) => name === 'written' && rule >= 0));
/** The request got as far as somebody who evaluates the policy, and was not stopped there. */
const passes = (decision: Decision, enforcer: string): boolean =>
  decision.hops.some((hop) => hop.enforcer === enforcer && hop.outcome === 'ALLOWED');

/** What a finding of the check says about every request; a request for which it is false refutes the finding. */
const CLAIMS: Readonly<Record<string, (decision: Decision, atWaypoint: boolean, sent: DecisionRequest) => boolean>> = {
  'http-deny-does-nothing': (decision) => !isMatched(decision),
  'http-allow-denies-all': (decision) => !passes(decision, 'ZTUNNEL'),
  'deny-everything': (decision, atWaypoint) => !passes(decision, atWaypoint ? 'WAYPOINT' : 'ZTUNNEL'),
  'path-never-matches': (decision) => !isMatched(decision),
  'method-never-matches': (decision) => !isMatched(decision),
  'host-never-matches': (decision) => !isMatched(decision),
  // A path may hold the character itself.
  'wildcard-in-the-middle': (decision, _, { http: sent }) => sent?.path.includes('*') === true || !isMatched(decision),
  'principal-never-matches': (decision) => !isMatched(decision),
  'request-principal-of-unknown-issuer': (decision) => !isMatched(decision),
  'ip-blocks-at-waypoint': (decision) => !isMatched(decision),
  'address-block-never-matches': (decision) => !isMatched(decision),
  'client-without-identity': (decision) => !isMatched(decision),
};

it('what checks say of every request holds for every request that is decided', () => {
  const refuted = new Set<string>();
  const proven = new Set<string>();
  fc.assert(
    fc.property(
      policy,
      fc.constantFrom('DEFAULT', 'NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'),
      fc.array(request, { minLength: 8, maxLength: 8 }),
      ({ spec }, normalization, requests) => {
        const model = modelOf([...cluster(normalization), authorizationPolicy('shop/written', spec)]);
        const claims = runChecks(model, judge(model))
          .findings.filter(({ object }: Finding) => object.name === 'written')
          .flatMap(({ check }) => (check in CLAIMS ? [check] : []));
        const decisions = compileDecisions(model);
        for (const sent of requests) {
          const decision = decisions.decide(sent);
          for (const check of claims) {
            proven.add(check);
            if (!CLAIMS[check]?.(decision, 'targetRefs' in spec, sent)) {
              refuted.add(`${check}: ${JSON.stringify({ spec, normalization, sent, hops: decision.hops })}`);
            }
          }
        }
      },
    ),
    { numRuns: 300, seed: 20261124 },
  );
  expect([...refuted].slice(0, 3)).toEqual([]);
  // Every claim was put to the test.
  expect([...proven].sort()).toEqual(Object.keys(CLAIMS).sort());
});
