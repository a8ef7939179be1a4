// Sidecars in a mesh of both kinds: who they see, and which port (semantics 1.4, 4.7, 5.3, 14.1, table D).
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  effectOn,
  namespace,
  peerAuthentication,
  pod,
  requestAuthentication,
  service,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';

const TUNNEL = { 'networking.istio.io/tunnel': 'http' };
const CLIENT = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }];
const ADDRESS = [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }];
const GATEWAY = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }] };

interface Shop {
  readonly tunnel?: boolean;
  readonly captured?: boolean;
  readonly bound?: boolean;
  readonly port?: string;
}

const shop = (
  { tunnel = false, captured = true, bound = false, port = 'http' }: Shop,
  ...more: readonly Manifest[]
): readonly Manifest[] => [
  namespace('shop'),
  pod('shop/cart', { sidecar: true, ...(tunnel ? { labels: TUNNEL } : {}) }),
  pod('shop/web', { captured, serviceAccount: 'web' }),
  service('shop/cart', {
    ports: [{ name: port, port: 80, targetPort: 8080 }],
    ...(bound ? { waypoint: 'waypoint' } : {}),
  }),
  waypoint('shop/waypoint'),
  ...more,
];

/** The policy selects the pod with the sidecar only. */
const policy = (spec: Readonly<Record<string, unknown>>): Manifest =>
  authorizationPolicy('shop/policy', { selector: { matchLabels: { app: 'cart' } }, ...spec });

const at = (given: Shop, written: Manifest) => verdictsAbout('policy', shop(given, written));
const WAYS = ['SERVICE_ADDRESSED', 'POD_ADDRESSED', 'INGRESS', 'SIDECAR_CLIENT', 'UNCAPTURED_CLIENT'] as const;
const effects = (given: Shop, written: Manifest) => {
  const verdicts = at(given, written);
  return WAYS.map((way) => effectOn(verdicts, 'SIDECAR', way));
};

describe('an AuthorizationPolicy at a sidecar', () => {
  const everyWay = (effect: string) => WAYS.map(() => effect);

  it.each([
    ['HTTP', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }, 'http', 'AS_WRITTEN'],
    [
      'an HTTP ALLOW on a TCP port',
      { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
      'tcp',
      'ALLOW_DENIES_ALL',
    ],
    [
      'an HTTP DENY on a TCP port',
      { action: 'DENY', rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
      'tcp',
      'DENY_WIDENED',
    ],
    ['AUDIT', { action: 'AUDIT', rules: [{}] }, 'http', 'AS_WRITTEN'],
    ['no rule', {}, 'http', 'ALLOW_DENIES_ALL'],
    ['the port of the pod', { rules: [{ to: [{ operation: { ports: ['8080'] } }] }] }, 'http', 'AS_WRITTEN'],
    ['the port of the Service', { rules: [{ to: [{ operation: { ports: ['80'] } }] }] }, 'http', 'WRONG_PORT_SPACE'],
  ])('with %s %j on a port %s is %s', (_, spec, port, effect) => {
    expect(effects({ port }, policy(spec))).toEqual(everyWay(effect));
  });

  it('is a shadow rule as a dry run', () => {
    const annotations = { 'istio.io/dry-run': 'true' };
    const written = authorizationPolicy('shop/policy', { action: 'DENY', rules: [{}] }, { annotations });
    expect(effects({ captured: false }, written)).toEqual(everyWay('DRY_RUN_LOGGED'));
  });

  it('is invisible with targetRefs', () => {
    expect(at({}, authorizationPolicy('shop/policy', { ...GATEWAY, rules: CLIENT })).map(verdictLine)).toEqual([
      'NOBODY BYPASSED',
    ]);
  });

  it('sees captured clients where the pod speaks HBONE', () => {
    expect(effects({ tunnel: true }, policy({ rules: CLIENT }))).toEqual([
      ...everyWay('AS_WRITTEN').slice(1),
      'NO_IDENTITY',
    ]);
  });

  it('sees no captured client where it does not', () => {
    expect(effects({}, policy({ rules: CLIENT }))).toEqual([
      'NO_IDENTITY',
      'NO_IDENTITY',
      'AS_WRITTEN',
      'AS_WRITTEN',
      'NO_IDENTITY',
    ]);
    const { evidence } = verdictOn(at({}, policy({ rules: CLIENT })), 'SIDECAR', 'SERVICE_ADDRESSED');
    expect(evidence.at(-1)?.fact).toMatch(/without label networking.istio.io\/tunnel: http/);
  });

  it('has no such clients in a mesh of sidecars', () => {
    expect(effects({ captured: false }, policy({ rules: CLIENT }))).toEqual([
      ...everyWay('AS_WRITTEN').slice(1),
      'NO_IDENTITY',
    ]);
  });

  it('sees the waypoint behind one', () => {
    const given = { tunnel: true, bound: true };
    expect(effects(given, policy({ rules: CLIENT }))[0]).toBe('WRONG_IDENTITY');
    const own = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }] }];
    expect(effects(given, policy({ rules: own }))[0]).toBe('AS_WRITTEN');
  });

  it('compares no address of a client that comes through a tunnel', () => {
    const verdicts = at({ tunnel: true }, policy({ rules: ADDRESS }));
    expect(WAYS.map((way) => effectOn(verdicts, 'SIDECAR', way))).toEqual([
      'WRONG_IDENTITY',
      'WRONG_IDENTITY',
      'AS_WRITTEN',
      'AS_WRITTEN',
      'AS_WRITTEN',
    ]);
    expect(verdictOn(verdicts, 'SIDECAR', 'POD_ADDRESSED').evidence.at(-1)?.fact).toMatch(/`ipBlocks` never matches/);
  });
});

describe('other policies at a sidecar', () => {
  it.each([
    ['of the namespace', {}],
    ['with a selector', { selector: { matchLabels: { app: 'cart' } } }],
  ])('a RequestAuthentication %s checks tokens there, and at no ztunnel', (_, attachment) => {
    const tokens = { jwtRules: [{ issuer: 'https://login.example' }] };
    const lines = at({}, requestAuthentication('shop/policy', { ...attachment, ...tokens })).map(verdictLine);
    expect(lines).toEqual(WAYS.map((way) => `SIDECAR ${way} AS_WRITTEN`));
    expect(
      at({ port: 'tcp' }, requestAuthentication('shop/policy', { ...attachment, ...tokens })).map(verdictLine),
    ).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it.each(['STRICT', 'PERMISSIVE', 'DISABLE'])('a PeerAuthentication %s is what the sidecar does', (mode) => {
    const lines = at({ captured: false }, peerAuthentication('shop/policy', { mtls: { mode } })).map(verdictLine);
    expect(lines).toEqual(WAYS.map((way) => `SIDECAR ${way} AS_WRITTEN`));
  });

  it('a PeerAuthentication with a selector in the root namespace selects nobody elsewhere', () => {
    const written = peerAuthentication('istio-system/policy', {
      selector: { matchLabels: { app: 'cart' } },
      mtls: { mode: 'STRICT' },
    });
    expect(at({}, written).map(verdictLine)).toEqual(['NOBODY NOT_ATTACHED']);
  });
});
