import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../manifest/manifest.js';
import {
  authorizationPolicy,
  modelOf,
  namespace,
  peerAuthentication,
  pod,
  requestAuthentication,
  service,
  waypoint,
} from '../../testing/index.js';
import { compileDecisions } from '../decisions.js';
import type { NearestRule } from '../decision.js';
import type { DecisionRequest, HttpRequest } from '../request.js';

const GET: HttpRequest = { method: 'GET', path: '/public', host: 'reviews.shop', headers: {} };
const cluster = [
  namespace('web'),
  namespace('shop'),
  pod('web/client', { captured: true, serviceAccount: 'client', ip: '10.0.1.1' }),
  pod('old/plain', { ip: '10.0.3.1' }),
  pod('shop/reviews', { captured: true, ip: '10.0.2.1' }),
];
const open = [service('shop/reviews')];
const behindWaypoint = [
  waypoint('shop/waypoint'),
  pod('shop/waypoint-0', { labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, ip: '10.0.2.9' }),
  service('shop/reviews', { waypoint: 'waypoint' }),
];
const targetRefs = [{ kind: 'Service', group: '', name: 'reviews' }];
const atWaypoint = (name: string, spec: Record<string, unknown>) =>
  authorizationPolicy(`shop/${name}`, { targetRefs, ...spec });

function nearest(objects: readonly Manifest[], request: Partial<DecisionRequest> = {}): NearestRule | null {
  const decision = compileDecisions(modelOf([...cluster, ...objects])).decide({
    source: { kind: 'POD', namespace: 'web', name: 'client' },
    destination: { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80 },
    http: GET,
    ...request,
  });
  return decision.hops.at(-1)?.nearest ?? null;
}

const said = (rule: NearestRule | null): unknown =>
  rule && {
    policy: `${rule.policy.name} ${rule.policy.rule}`,
    conditions: rule.conditions.map(({ field, fact, state }) => `${state} ${field}: ${fact}`),
  };

const methods = (...wanted: string[]) => ({ to: [{ operation: { methods: wanted } }] });

describe('the nearest rule that would have allowed', () => {
  it('is the one with the fewest unmet conditions, each with its field and both values', () => {
    const viewers = atWaypoint('viewers', {
      rules: [
        { from: [{ source: { namespaces: ['other'] } }], ...methods('GET') },
        { from: [{ source: { namespaces: ['other'] } }], to: [{ operation: { methods: ['PUT'], paths: ['/x'] } }] },
      ],
    });
    const admins = atWaypoint('admins', {
      rules: [{ from: [{ source: { namespaces: ['other'] } }], ...methods('DELETE') }],
    });
    expect(said(nearest([...behindWaypoint, viewers, admins]))).toEqual({
      policy: 'viewers 0',
      conditions: ['UNMET spec.rules[0].from[0].source.namespaces: other wanted, web sent'],
    });
  });

  it('is the first by name and number among equals, in whatever order they are written', () => {
    const rules = [methods('POST'), methods('PUT')];
    const policies = [atWaypoint('b', { rules }), atWaypoint('a', { rules })];
    for (const order of [policies, policies.toReversed()]) {
      expect(said(nearest([...behindWaypoint, ...order]))).toEqual({
        policy: 'a 0',
        conditions: ['UNMET spec.rules[0].to[0].operation.methods: POST wanted, GET sent'],
      });
    }
  });

  it('tells the better element of a list, and negations as such', () => {
    const rule = { to: [{ operation: { methods: ['PUT'], paths: ['/x'] } }, { operation: { notPaths: ['/pub*'] } }] };
    expect(said(nearest([...behindWaypoint, atWaypoint('a', { rules: [rule] })]))).toEqual({
      policy: 'a 0',
      conditions: ['UNMET spec.rules[0].to[1].operation.notPaths: anything but /pub* wanted, /public sent'],
    });
  });

  it('at ztunnel is told as lost when it needs HTTP, and prefers a rule that stands there', () => {
    const lost = authorizationPolicy('shop/a', { rules: [methods('GET')] });
    expect(said(nearest([...open, lost]))).toEqual({
      policy: 'a 0',
      conditions: [
        'LOST spec.rules[0].to[0].operation.methods: ztunnel does not compare it, so Istio leaves the whole rule out; only a waypoint or sidecar can enforce it.',
      ],
    });
    const other = authorizationPolicy('shop/b', { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] });
    expect(said(nearest([...open, lost, other]))).toEqual({
      policy: 'b 0',
      conditions: ['UNMET spec.rules[0].to[0].operation.ports: 9090 wanted, 8080 sent'],
    });
  });

  it('counts rules as they are written, also where ztunnel was not told of some', () => {
    const rules = [methods('GET'), { from: [{ source: { namespaces: ['web'] } }] }];
    const model = modelOf([...cluster, ...open, authorizationPolicy('shop/a', { rules })]);
    const source = { kind: 'POD', namespace: 'web', name: 'client' } as const;
    const destination = { kind: 'POD', namespace: 'shop', name: 'reviews', port: 8080 } as const;
    expect(compileDecisions(model).decide({ source, destination, http: null }).policies).toMatchObject([{ rule: 1 }]);
  });

  it('says when there is nothing to match', () => {
    expect(nearest([...open, authorizationPolicy('shop/allow-nothing', {})])).toMatchObject({
      kind: 'ALLOW_NOTHING',
      policy: { name: 'allow-nothing', rule: -1 },
    });
    const element = authorizationPolicy('shop/a', { rules: [{ from: [{ source: {} }] }] });
    expect(said(nearest([...open, element]))).toEqual({
      policy: 'a 0',
      conditions: ['LOST spec.rules[0].from[0]: The element holds no condition, so it matches nothing here.'],
    });
  });

  it('explains a client without identity', () => {
    const a = authorizationPolicy('shop/a', { rules: [{ from: [{ source: { principals: ['*'] } }] }] });
    const request = { source: { kind: 'POD', namespace: 'old', name: 'plain' } } as const;
    expect(said(nearest([...open, a], request))).toEqual({
      policy: 'a 0',
      conditions: ['UNMET spec.rules[0].from[0].source.principals: * wanted, no identity sent (plaintext)'],
    });
  });
});

describe('what denies', () => {
  it('is the rule that matched, with the conditions that hold', () => {
    const rules = [methods('PUT'), { from: [{ source: { namespaces: ['web'] } }], ...methods('GET', 'HEAD') }];
    const rule = nearest([...behindWaypoint, atWaypoint('a', { action: 'DENY', rules })]);
    expect(rule?.kind).toBe('DENYING_RULE');
    expect(said(rule)).toEqual({
      policy: 'a 1',
      conditions: [
        'MET spec.rules[1].to[0].operation.methods: GET or HEAD wanted, GET sent',
        'MET spec.rules[1].from[0].source.namespaces: web wanted, web sent',
      ],
    });
  });

  it('at ztunnel may be a rule that lost what it says', () => {
    const rule = { to: [{ operation: { ports: ['8080'], methods: ['DELETE'] } }] };
    expect(said(nearest([...open, authorizationPolicy('shop/a', { action: 'DENY', rules: [rule] })]))).toEqual({
      policy: 'a 0',
      conditions: [
        'MET spec.rules[0].to[0].operation.ports: 8080 wanted, 8080 sent',
        'LOST spec.rules[0].to[0].operation.methods: ztunnel does not compare it, so the rule matches whatever is sent.',
      ],
    });
  });

  it('by STRICT names the mode, and why the client has no identity', () => {
    const strict = peerAuthentication('shop/strict', { mtls: { mode: 'STRICT' } });
    const rule = nearest([...open, strict], { source: { kind: 'POD', namespace: 'old', name: 'plain' } });
    expect(rule).toMatchObject({ kind: 'IDENTITY', policy: { kind: 'PeerAuthentication', name: 'strict' } });
    expect(rule?.summary).toBe(
      'shop/strict, spec.mtls.mode: STRICT wants an identity, plaintext sent. Pod old/plain is not in ambient: neither it nor its namespace has the label istio.io/dataplane-mode: ambient.',
    );
    expect(nearest([...open, strict], { source: { kind: 'EXTERNAL', ip: '192.0.2.1' } })?.summary).toMatch(
      /The client is outside the mesh/,
    );
  });

  it('by a token names the JWT rule and what is wrong', () => {
    const jwt = requestAuthentication('shop/jwt', {
      targetRefs,
      jwtRules: [{ issuer: 'https://a' }, { issuer: 'https://b', audiences: ['shop'] }],
    });
    const send = (claims: Record<string, unknown>, valid: boolean) =>
      said(
        nearest([...behindWaypoint, jwt], {
          http: { ...GET, headers: { authorization: 'Bearer x.y.z' }, tokens: [{ text: 'x.y.z', claims, valid }] },
        }),
      );
    expect(send({ iss: 'https://b', aud: ['pay'] }, true)).toEqual({
      policy: 'jwt 1',
      conditions: ['UNMET spec.jwtRules[1].audiences: shop wanted, pay sent'],
    });
    expect(send({ iss: 'https://c' }, true)).toEqual({
      policy: 'jwt 0',
      conditions: ['UNMET spec.jwtRules[0].issuer: https://a wanted, https://c sent'],
    });
    expect(send({ iss: 'https://a' }, false)).toEqual({
      policy: 'jwt 0',
      conditions: ['UNMET spec.jwtRules[0].issuer: a valid token of https://a wanted, a forged or expired one sent'],
    });
  });

  it('by a provider that nobody defined names it beside the conditions that matched', () => {
    const custom = atWaypoint('a', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [methods('GET')] });
    expect(said(nearest([...behindWaypoint, custom]))).toEqual({
      policy: 'a 0',
      conditions: [
        'UNMET spec.provider.name: opa is no usable provider of meshConfig.extensionProviders, so what the rule matches is denied',
        'MET spec.rules[0].to[0].operation.methods: GET wanted, GET sent',
      ],
    });
  });
});
