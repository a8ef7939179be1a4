// CUSTOM policies: which providers are asked, and what becomes of the rules when none is (semantics 5.3, 14.12, 14.21).
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  effectOn,
  meshConfig,
  namespace,
  pod,
  service,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';

const SERVICE = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
const GATEWAY = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }] };
const CLASS = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }] };
const DRY_RUN = { annotations: { 'istio.io/dry-run': 'true' } };

const PROVIDERS = meshConfig({
  extensionProviders: [
    { name: 'grpc', envoyExtAuthzGrpc: { service: 'authz.infra.svc.cluster.local', port: 9000 } },
    { name: 'http', envoyExtAuthzHttp: { service: 'authz.infra.svc.cluster.local', port: 8000 } },
  ],
});

const custom = (name: string, provider: string, spec: object, metadata = {}): Manifest =>
  authorizationPolicy(name, { action: 'CUSTOM', provider: { name: provider }, rules: [{}], ...spec }, metadata);

const cluster = (port: string, ...policies: readonly Manifest[]): readonly Manifest[] => [
  PROVIDERS,
  namespace('infra'),
  service('infra/authz'),
  namespace('shop'),
  pod('shop/cart', { captured: true }),
  pod('shop/old', { sidecar: true }),
  service('shop/cart', { waypoint: 'waypoint', ports: [{ name: port, port: 80, targetPort: 8080 }] }),
  service('shop/other', { waypoint: 'waypoint', selector: { app: 'cart' } }),
  waypoint('shop/waypoint'),
  ...policies,
];

/** The effect of the policy named `policy` at the waypoint. */
const effect = (port: string, ...policies: readonly Manifest[]) =>
  effectOn(verdictsAbout('policy', cluster(port, ...policies)), 'WAYPOINT', 'SERVICE_ADDRESSED');

describe('one provider in a chain', () => {
  it.each([
    ['http', 'grpc', {}, 'AS_WRITTEN'],
    ['http', 'http', {}, 'AS_WRITTEN'],
    ['tcp', 'grpc', {}, 'AS_WRITTEN'],
    ['tcp', 'http', {}, 'DENY_NO_EFFECT'],
    ['http', 'nowhere', {}, 'DENY_WIDENED'],
    ['tcp', 'nowhere', {}, 'DENY_WIDENED'],
    ['http', 'grpc', DRY_RUN, 'DENY_WIDENED'],
    ['http', 'nowhere', DRY_RUN, 'DRY_RUN_LOGGED'],
  ])('on a port %s, provider %s, %j is %s', (port, provider, metadata, expected) => {
    expect(effect(port, custom('shop/policy', provider, SERVICE, metadata))).toBe(expected);
  });
});

describe('several providers in a chain', () => {
  const here = custom('shop/policy', 'grpc', SERVICE);

  it.each([
    ['of the Gateway', custom('shop/second', 'http', GATEWAY)],
    ['of the class', custom('istio-system/second', 'http', CLASS)],
    ['that is unknown', custom('shop/second', 'nowhere', GATEWAY)],
    ['of a dry run', custom('shop/second', 'http', GATEWAY, DRY_RUN)],
  ])('are not asked: beside one %s what the rules match is denied', (_, second) => {
    expect(effect('http', here)).toBe('AS_WRITTEN');
    expect(effect('http', here, second)).toBe('DENY_WIDENED');
    const verdicts = verdictsAbout('policy', cluster('http', here, second));
    const facts = verdictOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED').evidence.map(({ fact }) => fact);
    expect(facts.join()).toMatch(/istiod takes one provider only/);
  });

  it('are asked where each stands alone', () => {
    const other = { targetRefs: [{ group: '', kind: 'Service', name: 'other' }] };
    expect(effect('http', here, custom('shop/second', 'http', other))).toBe('AS_WRITTEN');
  });

  it('are the same one twice', () => {
    expect(effect('http', here, custom('shop/second', 'grpc', GATEWAY))).toBe('AS_WRITTEN');
  });

  it('deny on TCP ports too, where an HTTP provider alone would not be asked', () => {
    const http = custom('shop/policy', 'http', SERVICE);
    expect(effect('tcp', http)).toBe('DENY_NO_EFFECT');
    expect(effect('tcp', http, custom('shop/second', 'grpc', GATEWAY))).toBe('DENY_WIDENED');
  });

  it('leave a dry run with an unknown provider without effect', () => {
    const dry = custom('shop/policy', 'nowhere', SERVICE, DRY_RUN);
    expect(effect('http', dry, custom('shop/second', 'grpc', GATEWAY))).toBe('DRY_RUN_LOGGED');
  });

  it('are told apart by service for a policy of the Gateway', () => {
    const whole = custom('shop/policy', 'grpc', GATEWAY);
    const verdicts = verdictsAbout('policy', cluster('http', whole, custom('shop/second', 'http', SERVICE)));
    const crossing = verdicts.filter(
      ({ pathClass, effect: found }) => pathClass === 'SERVICE_ADDRESSED' && found !== 'BYPASSED',
    );
    expect(crossing.map(({ effect: found, targets }) => [found, targets.map(({ name }) => name)])).toEqual([
      ['AS_WRITTEN', ['other']],
      ['DENY_WIDENED', ['cart']],
    ]);
  });

  it('meet at a sidecar by selector', () => {
    const selecting = { selector: { matchLabels: { app: 'old' } } };
    const first = custom('shop/policy', 'grpc', selecting);
    const on = (...policies: readonly Manifest[]) =>
      effectOn(verdictsAbout('policy', cluster('http', ...policies)), 'SIDECAR', 'SIDECAR_CLIENT');
    expect(on(first)).toBe('AS_WRITTEN');
    expect(on(first, custom('shop/second', 'http', {}))).toBe('DENY_WIDENED');
  });

  it('meet at a gateway', () => {
    const gateway = waypoint('shop/public', {
      className: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    });
    const target = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }] };
    const first = custom('shop/policy', 'grpc', target);
    const on = (...policies: readonly Manifest[]) =>
      effectOn(verdictsAbout('policy', cluster('http', gateway, ...policies)), 'GATEWAY', 'INGRESS');
    expect(on(first)).toBe('AS_WRITTEN');
    expect(on(first, custom('istio-system/second', 'http', {}))).toBe('DENY_WIDENED');
  });
});
