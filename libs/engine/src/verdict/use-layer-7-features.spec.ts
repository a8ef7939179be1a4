// The page 'Use Layer 7 features' of istio.io, row by row (semantics 13).
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  deployment,
  effectOn,
  httpRoute,
  namespace,
  object,
  requestAuthentication,
  service,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';

const HTTP_RULE = { to: [{ operation: { methods: ['GET'] } }] };
const SERVICE = { group: '', kind: 'Service', name: 'reviews' };
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' };
const TCP_PORT = [{ name: 'tcp', port: 9000, targetPort: 9000 }];

/** A captured workload behind a Service, with or without a waypoint bound to it. */
const reviews = (bound: boolean, ports?: readonly Readonly<Record<string, unknown>>[]): readonly Manifest[] => [
  namespace('default', { ambient: true }),
  deployment('reviews'),
  service('reviews', { ...(bound ? { waypoint: 'waypoint' } : {}), ...(ports === undefined ? {} : { ports }) }),
  ...(bound ? [waypoint('waypoint')] : []),
];

const route = (kind: string, parentRefs: readonly object[], name = 'route') =>
  kind === 'HTTPRoute'
    ? httpRoute(name, { parentRefs })
    : object(`gateway.networking.k8s.io/v1`, kind, name, { parentRefs });

describe('traffic routing (a)', () => {
  it.each([
    ['HTTPRoute', undefined],
    ['GRPCRoute', undefined],
    ['TCPRoute', TCP_PORT],
    ['TLSRoute', TCP_PORT],
  ])('%s with a Service in parentRefs is applied by the waypoint of the Service', (kind, ports) => {
    const verdicts = verdictsAbout('route', [...reviews(true, ports), route(kind, [SERVICE])]);
    expect(verdicts.map(verdictLine)).toEqual([
      'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN',
      'WAYPOINT POD_ADDRESSED BYPASSED',
      'WAYPOINT INGRESS BYPASSED',
      'WAYPOINT SIDECAR_CLIENT BYPASSED',
      'WAYPOINT UNCAPTURED_CLIENT BYPASSED',
    ]);
  });

  it.each(['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'])('%s does nothing without a waypoint', (kind) => {
    const ports = kind === 'HTTPRoute' || kind === 'GRPCRoute' ? undefined : TCP_PORT;
    const verdicts = verdictsAbout('route', [...reviews(false, ports), route(kind, [SERVICE])]);
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });
});

describe('security (b) and extensions (c), attached to the whole waypoint or to a service (d)', () => {
  it.each([
    ['AuthorizationPolicy', 'the whole waypoint', GATEWAY],
    ['AuthorizationPolicy', 'a service', SERVICE],
    ['RequestAuthentication', 'the whole waypoint', GATEWAY],
    ['RequestAuthentication', 'a service', SERVICE],
    ['WasmPlugin', 'the whole waypoint', GATEWAY],
    ['WasmPlugin', 'a service', SERVICE],
    ['TrafficExtension', 'a service', SERVICE],
    ['EnvoyFilter', 'the whole waypoint', GATEWAY],
  ])('%s with targetRefs for %s is evaluated by the waypoint', (kind, _what, targetRef) => {
    const verdicts = verdictsAbout('policy', [...reviews(true), policy(kind, { targetRefs: [targetRef] })]);
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
    expect(verdictOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED').targets).toEqual([
      { kind: 'Service', namespace: 'default', name: 'reviews' },
    ]);
  });

  it('EnvoyFilter for a service is evaluated by nobody, although the API admits it', () => {
    const verdicts = verdictsAbout('policy', [...reviews(true), policy('EnvoyFilter', { targetRefs: [SERVICE] })]);
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it.each(['RequestAuthentication', 'WasmPlugin', 'TrafficExtension', 'EnvoyFilter'])(
    '%s without targetRefs is evaluated by nobody in ambient',
    (kind) => {
      const verdicts = verdictsAbout('policy', [...reviews(true), policy(kind, {})]);
      expect(verdicts.map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
    },
  );

  it('a routing rule cannot be attached to the whole waypoint, although the page says so', () => {
    const verdicts = verdictsAbout('route', [...reviews(true), route('HTTPRoute', [GATEWAY])]);
    expect(verdicts.map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
    expect(verdicts[0]?.evidence.at(-2)?.fact).toContain('istiod gives routes no such parent');
  });
});

describe('the six combinations of attachment and HTTP attributes (e)', () => {
  const selector = { matchLabels: { app: 'reviews' } };
  it.each([
    ['1: no selector, no waypoint', {}, false, 'ZTUNNEL', 'ALLOW_DENIES_ALL'],
    ['2: no selector, with a waypoint', {}, true, 'ZTUNNEL', 'ALLOW_DENIES_ALL'],
    ['3: selector, no waypoint', { selector }, false, 'ZTUNNEL', 'ALLOW_DENIES_ALL'],
    ['4: selector, with a waypoint', { selector }, true, 'ZTUNNEL', 'ALLOW_DENIES_ALL'],
    ['5: targetRefs to the Service', { targetRefs: [SERVICE] }, true, 'WAYPOINT', 'AS_WRITTEN'],
    ['6: targetRefs to the Gateway', { targetRefs: [GATEWAY] }, true, 'WAYPOINT', 'AS_WRITTEN'],
  ] as const)('row %s, ALLOW', (_row, attachment, bound, enforcer, effect) => {
    const rules = [HTTP_RULE];
    const verdicts = verdictsAbout('policy', [
      ...reviews(bound),
      policy('AuthorizationPolicy', { ...attachment, rules }),
    ]);
    expect(effectOn(verdicts, enforcer, 'SERVICE_ADDRESSED')).toBe(effect);
    expect(new Set(verdicts.map((verdict) => verdict.enforcer.type))).toEqual(new Set([enforcer]));
  });

  it.each([
    ['1', {}, false],
    ['2', {}, true],
    ['3', { selector }, false],
    ['4', { selector }, true],
  ] as const)(
    'row %s with DENY denies nothing, although the page says that ztunnel denies all',
    (_row, attachment, bound) => {
      const spec = { ...attachment, action: 'DENY', rules: [HTTP_RULE] };
      const verdicts = verdictsAbout('policy', [...reviews(bound), policy('AuthorizationPolicy', spec)]);
      expect(effectOn(verdicts, 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe('DENY_NO_EFFECT');
      const facts = verdictOn(verdicts, 'ZTUNNEL', 'SERVICE_ADDRESSED').evidence.map(({ fact }) => fact);
      expect(facts).toContain(
        'ztunnel does not read `methods`: nothing is left of this part of the DENY rule, and an empty match never holds.',
      );
    },
  );
});

describe('classic APIs mixed with Gateway API routes (f)', () => {
  it('are named in the evidence of the route, because Istio calls the result undefined', () => {
    const virtualService = object('networking.istio.io/v1', 'VirtualService', 'classic', { hosts: ['reviews'] });
    const manifests = [...reviews(true), route('HTTPRoute', [SERVICE]), virtualService];
    const { evidence } = verdictOn(verdictsAbout('route', manifests), 'WAYPOINT', 'SERVICE_ADDRESSED');
    const mixed = evidence.find(({ object: { kind } }) => kind === 'VirtualService');
    expect(mixed?.fact).toContain('mixing it with Gateway API routes is undefined');
  });
});

function policy(kind: string, spec: Readonly<Record<string, unknown>>): Manifest {
  switch (kind) {
    case 'AuthorizationPolicy':
      return authorizationPolicy('policy', { rules: [HTTP_RULE], ...spec });
    case 'RequestAuthentication':
      return requestAuthentication('policy', { jwtRules: [{ issuer: 'https://issuer.example' }], ...spec });
    case 'EnvoyFilter':
      return object('networking.istio.io/v1alpha3', kind, 'policy', {
        configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: 'SIDECAR_INBOUND' } }],
        ...spec,
      });
    default:
      return object('extensions.istio.io/v1alpha1', kind, 'policy', spec);
  }
}
