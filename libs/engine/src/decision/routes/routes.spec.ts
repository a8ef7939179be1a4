import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../manifest/manifest.js';
import {
  httpRoute,
  modelOf,
  namespace,
  object,
  pod,
  service,
  waypoint,
  authorizationPolicy,
} from '../../testing/index.js';
import { compileDecisions } from '../decisions.js';
import type { DecisionRequest, HttpRequest } from '../request.js';

type Fields = Readonly<Record<string, unknown>>;

const GET: HttpRequest = { method: 'GET', path: '/', host: 'reviews.shop', headers: {} };
const parentRefs = [{ group: '', kind: 'Service', name: 'reviews' }];
const cluster = [
  namespace('web'),
  namespace('shop'),
  pod('web/client', { captured: true, serviceAccount: 'client', ip: '10.0.1.1' }),
  pod('shop/reviews', { captured: true, ip: '10.0.2.1' }),
  waypoint('shop/waypoint'),
  pod('shop/waypoint-0', { labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, ip: '10.0.2.9' }),
  service('shop/reviews', { waypoint: 'waypoint' }),
  service('shop/ratings', { ip: '10.96.0.2' }),
  pod('shop/ratings', { captured: true, ip: '10.0.2.2' }),
];

function decide(
  objects: readonly Manifest[],
  http: Partial<HttpRequest> | null = {},
  request: Partial<DecisionRequest> = {},
) {
  return compileDecisions(modelOf([...cluster, ...objects])).decide({
    source: { kind: 'POD', namespace: 'web', name: 'client' },
    destination: { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80 },
    http: http === null ? null : { ...GET, ...http },
    ...request,
  });
}

/** The pod that the request ends at, or what the route answers. */
function end(decision: ReturnType<typeof decide>): string {
  if (decision.reason === 'ROUTE_RESPONSE') return String(decision.code);
  return decision.outcome === 'UNDECIDED' ? `UNDECIDED ${decision.detail}` : (decision.hops.at(-1)?.name ?? 'nobody');
}

const to = (name: string, more: Fields = {}) => ({ name, port: 80, ...more });
const route = (rules: readonly Fields[], name = 'shop/route') => httpRoute(name, { parentRefs, rules });
const virtualService = (name: string, spec: Fields, created?: string) =>
  object(
    'networking.istio.io/v1',
    'VirtualService',
    name,
    { hosts: ['reviews'], ...spec },
    created === undefined ? {} : { creationTimestamp: created },
  );
const toHost = (host: string, more: Fields = {}) => ({ destination: { host }, ...more });
const prefix = (value: string) => [{ path: { type: 'PathPrefix', value } }];

describe('a Gateway API route of a Service at its waypoint', () => {
  it('leads to another Service, without its waypoint', () => {
    expect(end(decide([route([{ backendRefs: [to('ratings')] }])]))).toBe('ratings');
  });

  it('leads into another namespace without a ReferenceGrant: only routes of gateways need one', () => {
    const far = [service('web/far', { ip: '10.96.0.3' }), pod('web/far', { captured: true, ip: '10.0.1.9' })];
    expect(end(decide([...far, route([{ backendRefs: [to('far', { namespace: 'web' })] }])]))).toBe('far');
  });

  it.each([
    ['when nothing matches', [{ matches: prefix('/api'), backendRefs: [to('reviews')] }], '404'],
    ['when no backend is valid', [{ backendRefs: [to('gone')] }], '500'],
    ['when its backend has no such port', [{ backendRefs: [to('ratings', { port: 81 })] }], '500'],
    ['when all weights are 0', [{ backendRefs: [to('reviews', { weight: 0 })] }], '500'],
    ['a redirect', [{ filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 301 } }] }], '301'],
  ])('answers itself %s', (_what, rules, code) => {
    expect(end(decide([route(rules)]))).toBe(code);
  });

  it.each([
    ['a longer prefix before a shorter one', '/api/x', [prefix('/'), prefix('/api/')]],
    ['an exact path before any prefix', '/api', [prefix('/api'), [{ path: { type: 'Exact', value: '/api' } }]]],
    [
      'a prefix before any pattern',
      '/api/x',
      [[{ path: { type: 'RegularExpression', value: '/api/.*' } }], prefix('/a'), prefix('/api')],
    ],
    ['a method before none', '/', [prefix('/'), [{ ...prefix('/')[0], method: 'GET' }]]],
    ['headers before none', '/', [prefix('/'), [{ ...prefix('/')[0], headers: [{ name: 'X', value: '1' }] }]]],
    [
      'parameters before none',
      '/?a=1',
      [prefix('/'), [{ ...prefix('/')[0], queryParams: [{ name: 'a', value: '1' }] }]],
    ],
  ])('prefers %s, wherever it is written', (_what, path, matches) => {
    const rules = matches.map((match, index) => ({
      matches: match,
      backendRefs: [to(index === matches.length - 1 ? 'ratings' : 'reviews')],
    }));
    const http = { path, headers: { x: '1' } };
    expect([end(decide([route(rules)], http)), end(decide([route(rules.toReversed())], http))]).toEqual([
      'ratings',
      'ratings',
    ]);
  });

  it.each([
    ['/apis', 'reviews'],
    ['/api', 'ratings'],
    ['/api/', 'ratings'],
    ['/a/../api/x', 'ratings'],
    ['/api?x', 'ratings'],
  ])('compares whole segments of the normalised path: %s leads to %s', (path, expected) => {
    const rules = [{ backendRefs: [to('reviews')] }, { matches: prefix('/api/'), backendRefs: [to('ratings')] }];
    expect(end(decide([route(rules)], { path }))).toBe(expected);
  });

  it('runs patterns by RE2 over the whole path, and is undecided where RE2 cannot read one', () => {
    const pattern = (value: string) => [
      { matches: [{ path: { type: 'RegularExpression', value } }], backendRefs: [to('ratings')] },
    ];
    expect(end(decide([route(pattern('/v[0-9]+/.*'))], { path: '/v12/x?y' }))).toBe('ratings');
    expect(end(decide([route(pattern('/v[0-9]'))], { path: '/v12' }))).toBe('404');
    expect(end(decide([route(pattern('(/a+)+$'))], { path: `/${'a'.repeat(30_000)}b` }))).toBe('404');
    expect(end(decide([route(pattern('(?=x)'))]))).toBe(
      'UNDECIDED HTTPRoute shop/route holds the pattern (?=x), which the proxy cannot read, so that it refuses its new configuration',
    );
  });

  it('is undecided where backends answer differently, with the answer of each', () => {
    const split = route([{ backendRefs: [to('reviews', { weight: 90 }), to('ratings', { weight: 10 })] }]);
    expect(end(decide([split]))).toBe('reviews');
    const closed = authorizationPolicy('shop/closed', { selector: { matchLabels: { app: 'ratings' } } });
    const decision = decide([split, closed]);
    expect(decision).toMatchObject({ outcome: 'UNDECIDED', decidedBy: null });
    expect(decision.ways.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual([
      ['Service shop/reviews:80 with weight 90', 'ALLOWED', 'NO_POLICY'],
      ['Service shop/ratings:80 with weight 10', 'DENIED', 'ALLOW_NONE_MATCHED'],
    ]);
  });

  it('of the consumer does nothing there', () => {
    expect(end(decide([route([{ matches: prefix('/api') }], 'web/route')]))).toBe('reviews');
  });

  it('is undecided where Istio does not know a filter', () => {
    const rule = { filters: [{ type: 'ExtensionRef' }], backendRefs: [to('ratings')] };
    expect(end(decide([route([rule])]))).toBe('UNDECIDED Istio knows no filter ExtensionRef on a HTTPRoute');
  });

  it('for gRPC matches service and method as a path', () => {
    const grpc = (method: Fields) =>
      object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'shop/grpc', {
        parentRefs,
        rules: [{ matches: [{ method }], backendRefs: [to('ratings')] }],
      });
    const http = { method: 'POST', path: '/shop.Reviews/List' };
    const ends = [{ service: 'shop.Reviews' }, { method: 'List' }, { service: 'shop.Reviews', method: 'Get' }].map(
      (method) => end(decide([grpc(method)], http)),
    );
    expect(ends).toEqual(['ratings', 'ratings', '404']);
  });

  it('for TCP takes the first rule; one for TLS only where it means the Service itself', () => {
    const ports = [{ name: 'tcp', port: 80, targetPort: 8080 }];
    const bytes = [
      service('shop/reviews', { waypoint: 'waypoint', ports }),
      service('shop/ratings', { ip: '10.96.0.2', ports }),
    ];
    const layer4 = (kind: string, more: Fields) =>
      object('gateway.networking.k8s.io/v1alpha2', kind, 'shop/l4', {
        parentRefs,
        rules: [{ backendRefs: [to('ratings')] }],
        ...more,
      });
    const ends = [
      layer4('TCPRoute', {}),
      layer4('TLSRoute', {}),
      layer4('TLSRoute', { hostnames: ['reviews.shop.svc.cluster.local'] }),
      layer4('TLSRoute', { hostnames: ['other.example'] }),
    ].map((l4) => end(compileEnd([...cluster.filter(({ kind }) => kind !== 'Service'), ...bytes, l4])));
    expect(ends).toEqual(['ratings', 'ratings', 'ratings', 'reviews']);
  });
});

const compileEnd = (objects: readonly Manifest[]) =>
  compileDecisions(modelOf(objects)).decide({
    source: { kind: 'POD', namespace: 'web', name: 'client' },
    destination: { kind: 'SERVICE', namespace: 'shop', name: 'reviews', port: 80 },
    http: null,
  });

describe('a VirtualService at a waypoint', () => {
  it.each<[string, Fields, Partial<HttpRequest>, string]>([
    ['uri, by bare prefix', { uri: { prefix: '/api' } }, { path: '/apis' }, 'ratings'],
    ['uri, in any case', { uri: { exact: '/API' }, ignoreUriCase: true }, { path: '/api' }, 'ratings'],
    ['uri, by pattern', { uri: { regex: '/v\\d' } }, { path: '/v1?x' }, 'ratings'],
    ['method', { method: { exact: 'POST' } }, {}, 'reviews'],
    ['authority', { authority: { prefix: 'reviews' } }, {}, 'ratings'],
    ['headers', { headers: { 'x-user': { exact: 'jason' } } }, { headers: { 'X-User': 'jason' } }, 'ratings'],
    ['the presence of a header', { headers: { 'x-user': {} } }, {}, 'reviews'],
    ['the absence of a header', { withoutHeaders: { 'x-user': {} } }, {}, 'ratings'],
    ['a header without some value', { withoutHeaders: { 'x-user': { exact: 'a' } } }, {}, 'ratings'],
    ['parameters', { queryParams: { a: { exact: '1' } } }, { path: '/?b&a=1&a=2' }, 'ratings'],
    ['the port', { port: 81 }, {}, 'reviews'],
    ['the mesh', { gateways: ['shop/public'] }, {}, 'reviews'],
    ['source labels, which are dropped', { sourceLabels: { app: 'client' } }, {}, 'reviews'],
  ])('matches by %s', (_what, match, http, expected) => {
    const spec = { http: [{ match: [match], route: [toHost('ratings')] }, { route: [toHost('reviews')] }] };
    expect(end(decide([virtualService('shop/vs', spec)], http))).toBe(expected);
  });

  it.each<[string, Fields, string]>([
    ['a redirect', { redirect: { uri: '/x' } }, '301'],
    ['a direct response', { directResponse: { status: 418 } }, '418'],
    [
      'a fault for all',
      { fault: { abort: { percentage: { value: 100 }, httpStatus: 503 } }, route: [toHost('reviews')] },
      '503',
    ],
    ['a fault without a share', { fault: { abort: { httpStatus: 503 } }, route: [toHost('reviews')] }, 'reviews'],
    ['an unknown destination', { route: [toHost('gone')] }, '503'],
    ['an unknown subset', { route: [{ destination: { host: 'ratings', subset: 'v9' } }] }, '503'],
    ['a delegate', { delegate: { name: 'other' } }, 'UNDECIDED a VirtualService delegates to another one'],
    [
      'claims',
      { match: [{ headers: { '@request.auth.claims.a': { exact: 'b' } } }] },
      'UNDECIDED a VirtualService routes by claims of a token',
    ],
  ])('answers %s', (_what, http, expected) => {
    expect(end(decide([virtualService('shop/vs', { http: [http] })]))).toBe(expected);
  });

  it('is undecided with a fault for some', () => {
    const abort = { percentage: { value: 10 }, httpStatus: 503 };
    const decision = decide([virtualService('shop/vs', { http: [{ fault: { abort }, route: [toHost('reviews')] }] })]);
    expect(decision.outcome).toBe('UNDECIDED');
    expect(decision.ways.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['ALLOWED', null],
      ['UNREACHABLE', 503],
    ]);
  });

  it('sends to the pods of a subset', () => {
    const v2 = pod('shop/ratings-2', { captured: true, ip: '10.0.2.3', labels: { app: 'ratings', version: 'v2' } });
    const rule = object('networking.istio.io/v1', 'DestinationRule', 'shop/ratings', {
      host: 'ratings',
      subsets: [{ name: 'v2', labels: { version: 'v2' } }],
    });
    const spec = { http: [{ route: [{ destination: { host: 'ratings', subset: 'v2' } }] }] };
    expect(end(decide([v2, rule, virtualService('shop/vs', spec)]))).toBe('ratings-2');
  });

  it('counts when it is of the Service or the waypoint and visible, private ones first, then the oldest', () => {
    const answer = (status: number) => ({ http: [{ directResponse: { status } }] });
    const old = virtualService('shop/old', answer(201), '2026-01-01T00:00:00Z');
    const young = virtualService('shop/young', answer(202), '2026-01-02T00:00:00Z');
    const own = virtualService('shop/own', { ...answer(203), exportTo: ['.'] }, '2026-01-03T00:00:00Z');
    const gateway = virtualService('shop/gateway', { ...answer(204), gateways: ['public'] }, '2026-01-01T00:00:00Z');
    const foreign = virtualService('web/foreign', { ...answer(205), hosts: ['*.shop.svc.cluster.local'] });
    const hidden = virtualService('shop/hidden', { ...answer(206), exportTo: ['web'] });
    expect(end(decide([young, old, gateway, foreign, hidden]))).toBe('201');
    expect(end(decide([young, old, own]))).toBe('203');
    expect(end(decide([gateway, foreign, hidden]))).toBe('reviews');
  });
});

describe('what a proxy behind the routes sees', () => {
  const beside = pod('shop/old', { sidecar: true, ip: '10.0.2.7' });
  const target = [service('shop/old', { ip: '10.96.0.3' }), beside];
  const passes = (operation: Fields, when: readonly Fields[] = []) =>
    authorizationPolicy('shop/seen', {
      selector: { matchLabels: { app: 'old' } },
      rules: [{ to: [{ operation }], when }],
    });
  const outcome = (objects: readonly Manifest[], http: Partial<HttpRequest>) =>
    decide([...target, ...objects], http).outcome;

  it.each<[string, Fields, string]>([
    ['a prefix replaced', { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2/' }, '/v2/x'],
    ['a prefix removed', { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' }, '/x'],
    ['a whole path', { type: 'ReplaceFullPath', replaceFullPath: '/all' }, '/all'],
  ])('is %s', (_what, path, seen) => {
    const filters = [{ type: 'URLRewrite', urlRewrite: { path } }];
    const rewriting = route([{ matches: prefix('/v1'), filters, backendRefs: [to('old')] }]);
    expect(outcome([rewriting, passes({ paths: [seen] })], { path: '/v1/x?y' })).toBe('ALLOWED');
    expect(outcome([rewriting, passes({ paths: ['/v1/x'] })], { path: '/v1/x?y' })).toBe('DENIED');
  });

  it('is not what the policies of the waypoint compare: they come before the route', () => {
    const filters = [
      { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/all' } } },
    ];
    const rewriting = route([{ filters, backendRefs: [to('ratings')] }]);
    const targetRefs = [{ group: '', kind: 'Service', name: 'reviews' }];
    const atWaypoint = (paths: string[]) =>
      authorizationPolicy('shop/wp', { targetRefs, rules: [{ to: [{ operation: { paths } }] }] });
    expect(decide([rewriting, atWaypoint(['/v1'])], { path: '/v1' }).outcome).toBe('ALLOWED');
    expect(decide([rewriting, atWaypoint(['/all'])], { path: '/v1' }).outcome).toBe('DENIED');
  });

  it('are the headers and the host as a VirtualService changes them', () => {
    const headers = { request: { set: { 'x-a': '2' }, add: { 'x-b': 'z' }, remove: ['x-c'] } };
    const spec = {
      http: [
        {
          headers,
          rewrite: { authority: 'new.example', uriRegexRewrite: { match: '/(\\w+)/(\\w+)', rewrite: '/\\2/\\1' } },
          route: [toHost('old')],
        },
      ],
    };
    const when = [
      { key: 'request.headers[x-a]', values: ['2'] },
      { key: 'request.headers[x-b]', values: ['y,z'] },
      { key: 'request.headers[x-c]', notValues: ['*'] },
    ];
    const policy = passes({ hosts: ['new.example'], paths: ['/b/a'] }, when);
    const http = { path: '/a/b', headers: { 'x-a': '1', 'x-b': 'y', 'x-c': '1' } };
    expect(outcome([virtualService('shop/vs', spec), policy], http)).toBe('ALLOWED');
    expect(outcome([route([{ backendRefs: [to('old')] }]), policy], http)).toBe('DENIED');
  });
});

describe('a sidecar client', () => {
  const source = { kind: 'POD', namespace: 'web', name: 'beside' } as const;
  const beside = pod('web/beside', { sidecar: true, labels: { app: 'beside' } });
  const fromSidecar = (objects: readonly Manifest[]) => end(decide([beside, ...objects], {}, { source }));
  const consumer = httpRoute('web/route', {
    parentRefs: [{ ...parentRefs[0], namespace: 'shop' }],
    rules: [{ matches: prefix('/api') }],
  });

  it('applies the routes of its own namespace, and those that ask for its labels', () => {
    expect(fromSidecar([consumer])).toBe('404');
    const spec = (app: string) => ({
      hosts: ['reviews.shop.svc.cluster.local'],
      http: [
        { match: [{ sourceLabels: { app } }], route: [toHost('ratings.shop.svc.cluster.local')] },
        { route: [toHost('reviews.shop.svc.cluster.local')] },
      ],
    });
    expect(fromSidecar([virtualService('web/vs', spec('beside'))])).toBe('ratings');
    expect(fromSidecar([virtualService('web/vs', spec('other'))])).toBe('reviews');
  });
});
