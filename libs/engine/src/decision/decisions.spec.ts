import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  deployment,
  meshConfig,
  modelOf,
  namespace,
  peerAuthentication,
  pod,
  requestAuthentication,
  service,
  waypoint,
} from '../testing/index.js';
import { compileDecisions } from './decisions.js';
import type { DecisionRequest, HttpRequest } from './request.js';

const client = pod('web/client', { captured: true, serviceAccount: 'client', ip: '10.0.1.1' });
const reviews = pod('shop/reviews', { captured: true, ip: '10.0.2.1' });
const plain = pod('old/plain', { ip: '10.0.3.1' });
const gatewayName = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };
const waypointPod = pod('shop/waypoint-0', { labels: gatewayName, serviceAccount: 'waypoint', ip: '10.0.2.9' });
const withWaypoint = [waypoint('shop/waypoint'), waypointPod, service('shop/reviews', { waypoint: 'waypoint' })];
const toReviews = { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80 } as const;
const GET: HttpRequest = { method: 'GET', path: '/', host: 'reviews.shop', headers: {} };

function decide(objects: readonly Manifest[], request: Partial<DecisionRequest> = {}) {
  const model = modelOf([namespace('web'), namespace('shop'), client, reviews, plain, ...objects]);
  return compileDecisions(model).decide({
    source: { kind: 'POD', namespace: 'web', name: 'client' },
    destination: toReviews,
    http: GET,
    ...request,
  });
}

const said = ({ outcome, reason, decidedBy }: ReturnType<typeof decide>): string =>
  `${outcome} ${reason} ${decidedBy === null ? 'nobody' : `${decidedBy.enforcer} ${decidedBy.namespace}/${decidedBy.name}`}`;

const fromPlain = { source: { kind: 'POD', namespace: 'old', name: 'plain' } } as const;
const atWaypoint = (spec: Record<string, unknown>) =>
  authorizationPolicy('shop/rule', { targetRefs: [{ kind: 'Service', group: '', name: 'reviews' }], ...spec });

describe('a request to a captured pod', () => {
  const open = [service('shop/reviews')];

  it('is decided by the ztunnel in front of the pod, which sees the target port and the client', () => {
    const decision = decide(open);
    expect(said(decision)).toBe('ALLOWED NO_POLICY ZTUNNEL shop/reviews');
    expect(decision.hops).toMatchObject([
      {
        identity: 'cluster.local/ns/web/sa/client',
        sourceIp: '10.0.1.1',
        destinationIp: '10.0.2.1',
        destinationPort: 8080,
      },
    ]);
  });

  it('is denied by an ALLOW that needs HTTP, and passes a DENY that needs it', () => {
    const rules = [{ to: [{ operation: { methods: ['GET'] } }] }];
    expect(said(decide([...open, authorizationPolicy('shop/rule', { rules })]))).toBe(
      'DENIED ALLOW_NONE_MATCHED ZTUNNEL shop/reviews',
    );
    expect(said(decide([...open, authorizationPolicy('shop/rule', { action: 'DENY', rules })]))).toBe(
      'ALLOWED NO_ALLOW_POLICY ZTUNNEL shop/reviews',
    );
  });

  it('names the policy and the rule that matched', () => {
    const rules = [
      { from: [{ source: { namespaces: ['other'] } }] },
      { from: [{ source: { principals: ['*/sa/client'] } }] },
    ];
    const { policies } = decide([...open, authorizationPolicy('shop/rule', { action: 'DENY', rules })]);
    expect(policies).toEqual([{ kind: 'AuthorizationPolicy', namespace: 'shop', name: 'rule', rule: 1 }]);
  });

  it('is refused in plaintext by STRICT, and has no identity then', () => {
    const strict = peerAuthentication('shop/strict', { mtls: { mode: 'STRICT' } });
    const decision = decide([...open, strict], fromPlain);
    expect(said(decision)).toBe('DENIED MTLS_REQUIRED ZTUNNEL shop/reviews');
    expect(decision.hops[0]?.identity).toBeNull();
    expect(said(decide([...open, strict]))).toBe('ALLOWED NO_ALLOW_POLICY ZTUNNEL shop/reviews');
  });

  it('meets nobody when plaintext bypasses the capture', () => {
    const annotations = { 'ambient.istio.io/bypass-inbound-capture': 'true' };
    const bypassed = pod('shop/bypassed', { captured: true, annotations });
    const destination = { kind: 'POD', namespace: 'shop', name: 'bypassed', port: 8080 } as const;
    expect(said(decide([bypassed], { ...fromPlain, destination }))).toBe('ALLOWED INBOUND_BYPASS nobody');
  });
});

describe('a request through a waypoint', () => {
  it('shows the client to the waypoint, and the waypoint to the destination', () => {
    const { hops } = decide(withWaypoint);
    expect(hops.map(({ enforcer, identity, destinationPort }) => [enforcer, identity, destinationPort])).toEqual([
      ['WAYPOINT', 'cluster.local/ns/web/sa/client', 80],
      ['ZTUNNEL', 'cluster.local/ns/shop/sa/waypoint', 8080],
    ]);
  });

  it('is judged by HTTP, with the status that the client gets', () => {
    const rules = [{ to: [{ operation: { paths: ['/admin*'] } }] }];
    const admin = { http: { ...GET, path: '/x/../admin?x' } };
    const decision = decide([...withWaypoint, atWaypoint({ action: 'DENY', rules })], admin);
    expect(said(decision)).toBe('DENIED DENY_MATCH WAYPOINT shop/waypoint');
    expect(decision.code).toBe(403);
  });

  it('never matches an address block, and always its negation', () => {
    const rule = (source: Record<string, unknown>) => atWaypoint({ action: 'DENY', rules: [{ from: [{ source }] }] });
    expect(decide([...withWaypoint, rule({ ipBlocks: ['0.0.0.0/0'] })]).outcome).toBe('ALLOWED');
    expect(decide([...withWaypoint, rule({ notIpBlocks: ['0.0.0.0/0'] })]).outcome).toBe('DENIED');
  });

  it('is bypassed by a client without proxy, and by one that addresses the pod', () => {
    const deny = atWaypoint({ action: 'DENY', rules: [{}] });
    const destination = { kind: 'POD', namespace: 'shop', name: 'reviews', port: 8080 } as const;
    expect(said(decide([...withWaypoint, deny], fromPlain))).toBe('ALLOWED NO_POLICY ZTUNNEL shop/reviews');
    expect(said(decide([...withWaypoint, deny], { destination }))).toBe('ALLOWED NO_POLICY ZTUNNEL shop/reviews');
  });

  it('fails closed when no pod of the waypoint is ready', () => {
    const lost = [waypoint('shop/waypoint'), service('shop/reviews', { waypoint: 'waypoint' })];
    expect(said(decide(lost))).toBe('UNREACHABLE WAYPOINT_UNAVAILABLE WAYPOINT shop/waypoint');
  });

  it('fails when it is addressed to a pod that speaks no HBONE', () => {
    const objects = [waypoint('shop/waypoint', { waypointFor: 'all' }), waypointPod];
    const uncaptured = pod('shop/bare', { waypoint: 'waypoint' });
    const destination = { kind: 'POD', namespace: 'shop', name: 'bare', port: 8080 } as const;
    expect(said(decide([...objects, uncaptured], { destination }))).toBe(
      'UNREACHABLE WAYPOINT_HBONE_TO_UNCAPTURED_POD nobody',
    );
  });

  it('is denied by a CUSTOM policy whose provider nobody defined, and undecided by one that asks', () => {
    const custom = atWaypoint({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] });
    expect(decide([...withWaypoint, custom])).toMatchObject({ outcome: 'DENIED', reason: 'CUSTOM_PROVIDER_MISSING' });
    const providers = [{ name: 'opa', envoyExtAuthzHttp: { service: 'opa.shop.svc.cluster.local', port: 80 } }];
    const known = [meshConfig({ extensionProviders: providers }), service('shop/opa', { ip: '10.96.0.7' })];
    expect(decide([...withWaypoint, custom, ...known])).toMatchObject({
      outcome: 'UNDECIDED',
      detail: 'external authorizer',
    });
  });
});

describe('a request to a sidecar', () => {
  const beside = pod('shop/reviews-1', { sidecar: true, labels: { app: 'reviews' }, ip: '10.0.2.3' });
  const destination = { ...toReviews, backend: 'reviews-1' };
  const objects = [service('shop/reviews'), beside];

  it('is judged by HTTP, in plaintext when ztunnel sends it', () => {
    const rules = [{ to: [{ operation: { methods: ['GET'] } }] }];
    const decision = decide([...objects, authorizationPolicy('shop/rule', { action: 'DENY', rules })], { destination });
    expect(said(decision)).toBe('DENIED DENY_MATCH SIDECAR shop/reviews-1');
    expect(decision.hops[0]?.identity).toBeNull();
  });

  it('carries the identity of a client that has a sidecar itself', () => {
    const source = { kind: 'POD', namespace: 'web', name: 'beside' } as const;
    const client = pod('web/beside', { sidecar: true, serviceAccount: 'beside' });
    const decision = decide([...objects, client], { source, destination });
    expect(decision.hops[0]?.identity).toBe('cluster.local/ns/web/sa/beside');
  });
});

it('may come from a service account instead of a pod', () => {
  const source = { kind: 'SERVICE_ACCOUNT', namespace: 'web', name: 'client' } as const;
  expect(decide([service('shop/reviews')], { source }).hops[0]?.sourceIp).toBe('10.0.1.1');
});

describe('a token', () => {
  const targetRefs = [{ kind: 'Service', group: '', name: 'reviews' }];
  const issuer = requestAuthentication('shop/jwt', {
    targetRefs,
    jwtRules: [{ issuer: 'https://login.example', audiences: ['shop'] }],
  });
  const alice = atWaypoint({ rules: [{ from: [{ source: { requestPrincipals: ['https://login.example/alice'] } }] }] });
  const send = (claims: Record<string, unknown>, valid = true) =>
    decide([...withWaypoint, issuer, alice], {
      http: { ...GET, headers: { Authorization: 'Bearer a.b.c' }, tokens: [{ text: 'a.b.c', claims, valid }] },
    });
  const claims = { iss: 'https://login.example', sub: 'alice', aud: 'shop' };

  it.each([
    ['is accepted', claims, true, 'ALLOWED NO_POLICY', null],
    ['of another subject is not authorized', { ...claims, sub: 'bob' }, true, 'DENIED ALLOW_NONE_MATCHED', 403],
    ['for another audience is refused', { ...claims, aud: 'pay' }, true, 'DENIED JWT_INVALID', 403],
    ['that is forged or expired is refused', claims, false, 'DENIED JWT_INVALID', 401],
    ['of an unknown issuer is refused', { ...claims, iss: 'x' }, true, 'DENIED JWT_INVALID', 401],
  ])('%s', (_what, sent, valid, expected, code) => {
    const decision = send(sent, valid);
    expect(`${decision.outcome} ${decision.reason}`).toBe(expected);
    expect(decision.code).toBe(code);
  });

  it('that is missing leaves the request without a principal', () => {
    expect(decide([...withWaypoint, issuer, alice]).reason).toBe('ALLOW_NONE_MATCHED');
  });
});

it('keeps two clusters apart', () => {
  const denied = [...withWaypoint, atWaypoint({ action: 'DENY', rules: [{}] })];
  const order = [decide(denied), decide(withWaypoint), decide(denied)].map(({ outcome }) => outcome);
  expect(order).toEqual(['DENIED', 'ALLOWED', 'DENIED']);
});

it('says so when the snapshot does not hold what the request names', () => {
  const source = { kind: 'POD', namespace: 'web', name: 'gone' } as const;
  expect(decide([], { source })).toMatchObject({ outcome: 'UNDECIDED', reason: 'NOT_FOUND' });
});

describe('claims of a token', () => {
  const targetRefs = [{ kind: 'Service', group: '', name: 'reviews' }];
  const issued = (rule: Record<string, unknown> = {}) =>
    requestAuthentication('shop/jwt', { targetRefs, jwtRules: [{ issuer: 'a', ...rule }] });
  const allows = (key: string, value: string, claims: Record<string, unknown>, rule: Record<string, unknown> = {}) => {
    const when = [{ key: `request.auth.claims${key}`, values: [value] }];
    const http = {
      ...GET,
      headers: { authorization: 'Bearer x.y.z' },
      tokens: [{ text: 'x.y.z', claims: { iss: 'a', ...claims }, valid: true }],
    };
    return decide([...withWaypoint, issued(rule), atWaypoint({ rules: [{ when }] })], { http }).outcome;
  };

  it.each<[string, string, Record<string, unknown>, string]>([
    ['[scope]', 'read', { scope: 'read write' }, 'ALLOWED'],
    ['[scope]', 'read write', { scope: 'read write' }, 'DENIED'],
    ['[permission]', 'write', { permission: 'read write' }, 'ALLOWED'],
    ['[role]', 'read', { role: 'read write' }, 'DENIED'],
    ['[role]', 'read write', { role: 'read write' }, 'ALLOWED'],
    ['[groups]', 'b*', { groups: ['a', 'bc'] }, 'ALLOWED'],
    ['[org][team]', 'x', { org: { team: 'x' } }, 'ALLOWED'],
    ['[org][team]', 'x', { org: 'x' }, 'DENIED'],
    ['[level]', '3', { level: 3 }, 'DENIED'],
  ])('%s: %s with %j is %s', (key, value, claims, outcome) => {
    expect(allows(key, value, claims)).toBe(outcome);
  });

  it('are split at spaces where the rule says so', () => {
    expect(allows('[role]', 'read', { role: 'read write' }, { spaceDelimitedClaims: ['role'] })).toBe('ALLOWED');
  });
});

describe('a token that a waypoint accepts', () => {
  const targetRefs = [{ kind: 'Service', group: '', name: 'reviews' }];
  const beside = pod('shop/reviews-1', { sidecar: true, labels: { app: 'reviews' }, ip: '10.0.2.3' });
  const seesToken = authorizationPolicy('shop/seen', {
    selector: { matchLabels: { app: 'reviews' } },
    rules: [{ when: [{ key: 'request.headers[authorization]', values: ['*'] }] }],
  });
  const behind = (rule: Record<string, unknown>) =>
    decide(
      [
        ...withWaypoint,
        beside,
        seesToken,
        requestAuthentication('shop/jwt', { targetRefs, jwtRules: [{ issuer: 'a', ...rule }] }),
      ],
      {
        destination: { ...toReviews, backend: 'reviews-1' },
        http: {
          ...GET,
          headers: { Authorization: 'Bearer x.y.z' },
          tokens: [{ text: 'x.y.z', claims: { iss: 'a' }, valid: true }],
        },
      },
    );

  it('is gone for the sidecar behind it, unless the rule forwards it', () => {
    expect(said(behind({}))).toBe('DENIED ALLOW_NONE_MATCHED SIDECAR shop/reviews-1');
    expect(said(behind({ forwardOriginalToken: true }))).toBe('ALLOWED ALLOW_MATCH SIDECAR shop/reviews-1');
  });
});

it('refuses a path with %00 at a proxy that reads HTTP, whatever policies say', () => {
  const http = { ...GET, path: '/a%00' };
  expect(said(decide(withWaypoint, { http }))).toBe('UNREACHABLE PATH_REFUSED WAYPOINT shop/waypoint');
  const none = meshConfig({ pathNormalization: { normalization: 'NONE' } });
  expect(decide([...withWaypoint, none], { http }).outcome).toBe('ALLOWED');
});

it('meets no policy at an agentgateway waypoint', () => {
  const agent = waypoint('shop/waypoint', { className: 'istio-agentgateway-waypoint' });
  const objects = [agent, ...withWaypoint.slice(1), atWaypoint({ action: 'DENY', rules: [{}] })];
  expect(decide(objects).hops.map(({ enforcer, reason }) => `${enforcer} ${reason}`)).toEqual([
    'WAYPOINT NO_POLICY',
    'ZTUNNEL NO_POLICY',
  ]);
});

it('takes a waypoint of rendered manifests for running', () => {
  const rendered = modelOf([
    namespace('web', { ambient: true }),
    namespace('shop', { ambient: true }),
    deployment('web/client', { serviceAccount: 'client' }),
    deployment('shop/reviews'),
    waypoint('shop/waypoint', { ready: 'UNKNOWN' }),
    service('shop/reviews', { waypoint: 'waypoint' }),
  ]);
  const source = { kind: 'WORKLOAD', namespace: 'web', name: 'client' } as const;
  const { hops } = compileDecisions(rendered).decide({ source, destination: toReviews, http: GET });
  expect(hops.map(({ enforcer, identity }) => [enforcer, identity])).toEqual([
    ['WAYPOINT', 'cluster.local/ns/web/sa/client'],
    ['ZTUNNEL', 'cluster.local/ns/shop/sa/waypoint'],
  ]);
});
