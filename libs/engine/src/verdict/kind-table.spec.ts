// Table F of semantics section 7, PeerAuthentication (section 6) and routes (3.8).
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  effectOn,
  httpRoute,
  modelOf,
  namespace,
  object,
  peerAuthentication,
  pod,
  service,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';
import { judge } from './judge.js';

type Spec = Readonly<Record<string, unknown>>;

const SERVICE = { group: '', kind: 'Service', name: 'cart' };
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' };
const CLASS = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' };
const SELECTOR = { matchLabels: { app: 'cart' } };

const ambient: readonly Manifest[] = [
  namespace('shop', { ambient: true }),
  pod('shop/cart', { captured: true }),
  service('shop/cart', { waypoint: 'waypoint' }),
  waypoint('shop/waypoint'),
];

const APIS: Readonly<Record<string, string>> = {
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  TrafficExtension: 'extensions.istio.io/v1alpha1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
};
const EXTRA: Readonly<Record<string, Spec>> = {
  RequestAuthentication: { jwtRules: [{ issuer: 'https://issuer.example' }] },
  EnvoyFilter: { configPatches: [{ applyTo: 'HTTP_FILTER' }] },
};

function policy(kind: string, spec: Spec, name = 'shop/policy'): Manifest {
  const { selector, ...rest } = spec;
  const selecting =
    selector === undefined
      ? {}
      : kind === 'EnvoyFilter'
        ? { workloadSelector: { labels: { app: 'cart' } } }
        : { selector };
  return object(APIS[kind] ?? '', kind, name, { ...EXTRA[kind], ...rest, ...selecting });
}

const firstLine = (kind: string, spec: Spec, name?: string) =>
  verdictsAbout('policy', [...ambient, policy(kind, spec, name)]).map(verdictLine)[0];

describe('table F: other kinds on ambient destinations', () => {
  const through = 'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN';
  const nobody = 'NOBODY NOT_ATTACHED';
  it.each([
    ['RequestAuthentication', nobody, nobody, through, through, through],
    ['Telemetry', through, nobody, through, through, nobody],
    ['WasmPlugin', nobody, nobody, through, through, through],
    ['TrafficExtension', nobody, nobody, through, through, through],
    ['EnvoyFilter', nobody, nobody, through, nobody, through],
  ])('%s', (kind, bare, selecting, byGateway, byService, byClass) => {
    expect(firstLine(kind, {})).toBe(bare);
    expect(firstLine(kind, { selector: SELECTOR })).toBe(selecting);
    expect(firstLine(kind, { targetRefs: [GATEWAY] })).toBe(byGateway);
    expect(firstLine(kind, { targetRefs: [SERVICE] })).toBe(byService);
    expect(firstLine(kind, { targetRefs: [CLASS] }, 'istio-system/policy')).toBe(byClass);
  });

  it.each(Object.keys(APIS))('%s without targetRefs is for sidecars as ever', (kind) => {
    const cluster = [namespace('shop'), pod('shop/cart', { sidecar: true }), service('shop/cart')];
    const verdicts = verdictsAbout('policy', [...cluster, policy(kind, {})]);
    expect(effectOn(verdicts, 'SIDECAR', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('a waypoint leaves out an extension that matches on ports (semantics 14.13)', () => {
    const match = [{ ports: [{ number: 80 }] }];
    expect(firstLine('WasmPlugin', { targetRefs: [SERVICE], match })).toBe(nobody);
  });

  it.each([
    [{ context: 'GATEWAY' }, 'HTTP_FILTER', 'INSERT_BEFORE', nobody],
    [{ context: 'WAYPOINT' }, 'HTTP_FILTER', 'INSERT_BEFORE', nobody],
    [{ context: 'SIDECAR_INBOUND' }, 'HTTP_FILTER', 'INSERT_BEFORE', through],
    [{ context: 'SIDECAR_INBOUND' }, 'CLUSTER', 'MERGE', nobody],
    [{ context: 'SIDECAR_INBOUND' }, 'CLUSTER', 'ADD', through],
    [{ context: 'SIDECAR_OUTBOUND' }, 'CLUSTER', 'MERGE', through],
    [{ context: 'SIDECAR_OUTBOUND' }, 'HTTP_FILTER', 'INSERT_BEFORE', nobody],
    [{}, 'HTTP_FILTER', 'INSERT_BEFORE', through],
  ])('a waypoint takes a patch with %j of a %s by %s: %s', (match, applyTo, operation, expected) => {
    const configPatches = [{ applyTo, match, patch: { operation } }];
    expect(firstLine('EnvoyFilter', { targetRefs: [GATEWAY], configPatches })).toBe(expected);
  });

  it('an EnvoyFilter tells its priority, and which patches do not count', () => {
    const configPatches = [{ applyTo: 'HTTP_FILTER' }, { applyTo: 'CLUSTER', match: { context: 'GATEWAY' } }];
    const written = policy('EnvoyFilter', { targetRefs: [GATEWAY], configPatches, priority: -10 });
    const facts = verdictOn(verdictsAbout('policy', [...ambient, written]), 'WAYPOINT', 'SERVICE_ADDRESSED').evidence;
    expect(facts.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['spec.priority', 'spec.configPatches[1].match.context']),
    );
  });

  it.each([
    ['CLIENT', nobody],
    ['SERVER', through],
    ['CLIENT_AND_SERVER', through],
  ])('an extension for mode %s: %s', (mode, expected) => {
    expect(firstLine('WasmPlugin', { targetRefs: [SERVICE], match: [{ mode }] })).toBe(expected);
    expect(firstLine('TrafficExtension', { targetRefs: [SERVICE], lua: {}, match: [{ mode }] })).toBe(expected);
  });

  it('only the oldest namespace-wide Telemetry counts', () => {
    const older = object(
      'telemetry.istio.io/v1',
      'Telemetry',
      'shop/older',
      {},
      { creationTimestamp: '2026-01-01T00:00:00Z' },
    );
    const newer = object(
      'telemetry.istio.io/v1',
      'Telemetry',
      'shop/policy',
      {},
      { creationTimestamp: '2026-01-02T00:00:00Z' },
    );
    expect(verdictsAbout('policy', [...ambient, newer, older]).map(verdictLine)).toEqual([nobody]);
  });
});

describe('PeerAuthentication (semantics 6)', () => {
  const strict = { mtls: { mode: 'STRICT' } };
  const about = (spec: Spec, ...more: readonly Manifest[]) =>
    verdictsAbout('policy', [...ambient, peerAuthentication('shop/policy', spec), ...more]);

  it('is enforced by the ztunnel of the destination, whatever the way', () => {
    expect(about(strict).map(verdictLine)).toEqual([
      'ZTUNNEL SERVICE_ADDRESSED AS_WRITTEN',
      'ZTUNNEL POD_ADDRESSED AS_WRITTEN',
      'ZTUNNEL INGRESS AS_WRITTEN',
      'ZTUNNEL SIDECAR_CLIENT AS_WRITTEN',
      'ZTUNNEL UNCAPTURED_CLIENT AS_WRITTEN',
    ]);
  });

  it('with DISABLE is ignored by ztunnel', () => {
    expect(about({ mtls: { mode: 'DISABLE' } }).map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('with a selector in the root namespace has no effect', () => {
    const root = peerAuthentication('istio-system/policy', { ...strict, selector: SELECTOR });
    expect(verdictsAbout('policy', [...ambient, root]).map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('loses a STRICT port under a STRICT root', () => {
    const spec = { selector: SELECTOR, mtls: { mode: 'PERMISSIVE' }, portLevelMtls: { 8080: { mode: 'STRICT' } } };
    const root = peerAuthentication('istio-system/root', strict);
    expect(effectOn(about(spec, root), 'ZTUNNEL', 'UNCAPTURED_CLIENT')).toBe('DENY_NO_EFFECT');
    expect(effectOn(about(spec), 'ZTUNNEL', 'UNCAPTURED_CLIENT')).toBe('AS_WRITTEN');
  });

  it('stays STRICT where only DISABLE ports would be exempted', () => {
    const spec = { selector: SELECTOR, portLevelMtls: { 8080: { mode: 'DISABLE' } } };
    const root = peerAuthentication('istio-system/root', strict);
    expect(effectOn(about(spec, root), 'ZTUNNEL', 'UNCAPTURED_CLIENT')).toBe('DENY_WIDENED');
  });
});

const through = 'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN';
const nobody = 'NOBODY NOT_ATTACHED';

describe('routes (semantics 3.8)', () => {
  const route = (parentRefs: readonly object[], name = 'shop/policy', ...more: readonly Manifest[]) =>
    verdictsAbout('policy', [...ambient, ...more, httpRoute(name, { parentRefs })]);

  it('of a third namespace are ignored by the waypoint', () => {
    const lines = route([{ ...SERVICE, namespace: 'shop' }], 'web/policy').map(verdictLine);
    expect(lines).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('with a Gateway parent are applied by an ingress gateway', () => {
    const ingress = waypoint('shop/ingress', {
      className: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    });
    const parent = { ...GATEWAY, name: 'ingress' };
    expect(route([parent], 'shop/policy', ingress).map(verdictLine)).toEqual(['GATEWAY INGRESS AS_WRITTEN']);
  });

  it.each([
    [{ protocol: 'TCP' }, {}, 'None of its listeners takes routes of this kind'],
    [{ hostname: 'a.example' }, { hostnames: ['b.example'] }, 'None of its listeners is for a hostname'],
    [{}, { parentRefs: [{ ...GATEWAY, name: 'ingress', port: 81 }] }, 'None of its listeners has the section name'],
  ])('is left out by an ingress gateway whose listeners, %j, refuse it', (listener, spec, why) => {
    const ingress = waypoint('shop/ingress', {
      className: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', ...listener }],
    });
    const written = httpRoute('shop/policy', { parentRefs: [{ ...GATEWAY, name: 'ingress' }], ...spec });
    const [verdict] = verdictsAbout('policy', [...ambient, ingress, written]);
    expect(verdict).toMatchObject({ enforcer: { type: 'NOBODY' }, effect: 'NOT_ATTACHED' });
    expect(verdict?.evidence[1]?.fact).toContain(why);
  });

  it.each([
    ['TCPRoute', '1.25', 'NOBODY NOT_ATTACHED'],
    ['TCPRoute', '1.31', 'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN'],
    ['TLSRoute', '1.29', 'NOBODY NOT_ATTACHED'],
    ['TLSRoute', '1.30', 'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN'],
  ])('of kind %s in %s: %s', (kind, istioVersion, line) => {
    const cluster = [
      ...ambient.slice(0, 2),
      service('shop/cart', { waypoint: 'waypoint', ports: [{ name: 'tcp', port: 80 }] }),
    ];
    const written = object('gateway.networking.k8s.io/v1', kind, 'shop/policy', { parentRefs: [SERVICE] });
    const model = modelOf([...cluster, waypoint('shop/waypoint'), written], { istioVersion });
    expect(judge(model).map(verdictLine)[0]).toBe(line);
  });

  describe('below HTTP', () => {
    const parent = (port?: number) => [{ ...SERVICE, namespace: 'shop', ...(port === undefined ? {} : { port }) }];
    const rules = [{ backendRefs: [] }];
    const l4 = (kind: string, name: string, spec: Spec = {}, created = '1') =>
      object(
        'gateway.networking.k8s.io/v1',
        kind,
        name,
        { parentRefs: parent(), rules, ...spec },
        {
          creationTimestamp: `2026-01-0${created}T00:00:00Z`,
        },
      );
    const ports = [
      { name: 'tcp', port: 80 },
      { name: 'tcp-b', port: 81 },
    ];
    const cluster = [
      namespace('shop', { ambient: true }),
      namespace('edge'),
      pod('shop/cart', { captured: true }),
      service('shop/cart', { waypoint: 'edge/waypoint', ports }),
      waypoint('edge/waypoint', { allowed: { from: 'All' } }),
    ];
    const first = (...routes: readonly Manifest[]) =>
      verdictsAbout('policy', [...cluster, ...routes]).map(verdictLine)[0];

    it.each([
      ['alone', [], {}, through],
      ['beside an older one', [l4('TCPRoute', 'shop/a', {}, '1')], {}, nobody],
      ['beside a younger one', [l4('TCPRoute', 'shop/a', {}, '3')], {}, through],
      ['beside one next to the waypoint', [l4('TCPRoute', 'edge/a', {}, '3')], {}, nobody],
      ['beside an older one for another port', [l4('TCPRoute', 'shop/a', { parentRefs: parent(81) })], {}, through],
      ['beside a TLSRoute', [l4('TLSRoute', 'shop/a', {}, '3')], {}, nobody],
      [
        'beside a TLSRoute for another name',
        [l4('TLSRoute', 'shop/a', { hostnames: ['a.example'] }, '3')],
        {},
        through,
      ],
      ['for a port that is not there', [], { parentRefs: parent(82) }, nobody],
    ])('a TCPRoute %s: %s', (_, others, spec, expected) => {
      expect(first(...others, l4('TCPRoute', 'shop/policy', spec, '2'))).toBe(expected);
    });

    it.each([
      [['cart.shop.svc.cluster.local'], through],
      [['cart.shop.svc.cluster.local', 'other.example'], through],
      [['*.shop.svc.cluster.local'], nobody],
      [['other.example'], nobody],
    ])('a TLSRoute for %j: %s', (hostnames, expected) => {
      expect(first(l4('TLSRoute', 'shop/policy', { hostnames }))).toBe(expected);
    });

    it('only the first rule of a route counts', () => {
      const written = l4('TCPRoute', 'shop/policy', { rules: [...rules, ...rules] });
      const verdict = verdictOn(verdictsAbout('policy', [...cluster, written]), 'WAYPOINT', 'SERVICE_ADDRESSED');
      expect(verdict.rules.map(({ effect }) => effect)).toEqual(['AS_WRITTEN', 'DEAD']);
    });
  });

  it('are applied by the canary waypoint too', () => {
    const canary = {
      labels: { 'istio.io/use-waypoint-canary': 'canary' },
      annotations: { 'istio.io/use-waypoint-canary-weight': '10' },
    };
    const cluster = [
      ...ambient.filter(({ kind }) => kind !== 'Service'),
      service('shop/cart', { waypoint: 'waypoint', ...canary }),
      waypoint('shop/canary'),
    ];
    const verdicts = verdictsAbout('policy', [...cluster, httpRoute('shop/policy', { parentRefs: [SERVICE] })]);
    const names = verdicts.filter(({ effect }) => effect === 'AS_WRITTEN').map(({ enforcer }) => enforcer.name);
    expect(names).toEqual(['canary', 'waypoint']);
  });

  it('are applied by clients with a sidecar, while ambient clients ignore them without a waypoint', () => {
    const client = pod('web/web', { sidecar: true });
    const unbound = [namespace('shop'), pod('shop/cart', { captured: true }), service('shop/cart'), client];
    const verdicts = verdictsAbout('policy', [...unbound, httpRoute('shop/policy', { parentRefs: [SERVICE] })]);
    expect(verdicts.map(verdictLine)).toEqual([
      'SIDECAR SIDECAR_CLIENT AS_WRITTEN',
      'NOBODY SERVICE_ADDRESSED TARGET_NOT_BOUND',
    ]);
  });

  it('name what is missing', () => {
    const verdict = verdictOn(route([{ ...SERVICE, name: 'gone' }]), 'NOBODY', null);
    expect(verdict.effect).toBe('TARGET_NOT_FOUND');
    expect(verdict.evidence[0]).toMatchObject({ fact: 'There is no Service shop/gone.', field: 'spec.parentRefs[0]' });
  });
});
