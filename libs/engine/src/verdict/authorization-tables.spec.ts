// Tables A to E of semantics section 7: which enforcer, which class of traffic, which effect.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  effectOn,
  namespace,
  pod,
  service,
  serviceEntry,
  verdictLine,
  verdictOn,
  verdictsAbout,
  waypoint,
} from '../testing/index.js';

type Spec = Readonly<Record<string, unknown>>;

const SERVICE = { group: '', kind: 'Service', name: 'cart' };
const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' };
const CLASS = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' };
const HTTP = [{ to: [{ operation: { methods: ['GET'] } }] }];
const CLIENT = [{ from: [{ source: { principals: ['cluster.local/ns/web/sa/web'] } }] }];
const PORT_ONLY = [{ to: [{ operation: { ports: ['8080'] } }] }];

interface Cluster {
  readonly bound?: boolean;
  readonly waypointFor?: string;
  readonly podBound?: boolean;
  readonly captured?: boolean;
  readonly sidecar?: boolean;
  readonly ingress?: boolean;
  readonly className?: string;
  readonly bypass?: boolean;
  readonly port?: string;
  readonly headless?: boolean;
}

function cluster(given: Cluster = {}): readonly Manifest[] {
  const { bound = false, podBound = false, waypointFor, className, port = 'http', sidecar = false } = given;
  const { captured = !sidecar, ingress = false, bypass = false, headless = false } = given;
  const labels = ingress ? { 'istio.io/ingress-use-waypoint': 'true' } : undefined;
  const annotations = bypass ? { 'ambient.istio.io/bypass-inbound-capture': 'true' } : undefined;
  return [
    namespace('shop'),
    pod('shop/cart', {
      captured,
      sidecar,
      ...(podBound ? { waypoint: 'waypoint' } : {}),
      ...(annotations === undefined ? {} : { annotations }),
    }),
    service('shop/cart', {
      ip: headless ? 'None' : '10.96.0.1',
      ports: [{ name: port, port: 80, targetPort: 8080 }],
      ...(bound ? { waypoint: 'waypoint' } : {}),
      ...(labels === undefined ? {} : { labels }),
    }),
    waypoint('shop/waypoint', {
      ...(waypointFor === undefined ? {} : { waypointFor }),
      ...(className === undefined ? {} : { className }),
    }),
  ];
}

const about = (given: Cluster, spec: Spec, name = 'shop/policy', ...more: readonly Manifest[]) =>
  verdictsAbout('policy', [...cluster(given), ...more, authorizationPolicy(name, spec)]);
const linesOf = (...args: Parameters<typeof about>) => about(...args).map(verdictLine);

describe('table A: HTTP content, service-addressed traffic from captured clients', () => {
  it.each([
    ['A1', {}, { rules: HTTP }, 'ALLOW_DENIES_ALL'],
    ['A1 with one L4 rule', {}, { rules: [...HTTP, ...PORT_ONLY] }, 'ALLOW_RULES_DROPPED'],
    ['A2', { bound: true }, { rules: HTTP }, 'ALLOW_DENIES_ALL'],
    ['A3', {}, { rules: HTTP, selector: { matchLabels: { app: 'cart' } } }, 'ALLOW_DENIES_ALL'],
    ['A4', { bound: true }, { rules: HTTP, selector: { matchLabels: { app: 'cart' } } }, 'ALLOW_DENIES_ALL'],
    ['A7', {}, { rules: HTTP, action: 'DENY' }, 'DENY_NO_EFFECT'],
    ['A7 with a waypoint', { bound: true }, { rules: HTTP, action: 'DENY' }, 'DENY_NO_EFFECT'],
    [
      'A8, where the lost method outranks the wrong identity',
      { bound: true },
      { rules: [{ to: [{ operation: { methods: ['GET'], ports: ['8080'] } }], ...CLIENT[0] }], action: 'DENY' },
      'DENY_WIDENED',
    ],
  ] as const)('%s: ztunnel', (_row, given, spec, effect) => {
    expect(effectOn(about(given, spec), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it.each([
    ['A5 ALLOW', { targetRefs: [SERVICE], rules: HTTP }],
    ['A5 DENY', { targetRefs: [SERVICE], rules: HTTP, action: 'DENY' }],
    ['A5 AUDIT', { targetRefs: [SERVICE], rules: HTTP, action: 'AUDIT' }],
    ['A5 CUSTOM', { targetRefs: [SERVICE], rules: HTTP, action: 'CUSTOM', provider: { name: 'opa' } }],
    ['A6', { targetRefs: [GATEWAY], rules: HTTP }],
  ])('%s: the waypoint, as written', (_row, spec) => {
    const verdicts = about({ bound: true }, spec);
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
    expect(verdicts.every(({ enforcer }) => enforcer.type === 'WAYPOINT')).toBe(true);
  });

  it.each([
    ['A9 AUDIT', {}, { rules: HTTP, action: 'AUDIT' }, 'NOT_SENT_UNSUPPORTED_ACTION'],
    ['A9 CUSTOM', { bound: true }, { rules: HTTP, action: 'CUSTOM' }, 'NOT_SENT_UNSUPPORTED_ACTION'],
    ['A10', {}, { targetRefs: [SERVICE], rules: HTTP }, 'TARGET_NOT_BOUND'],
    ['A11', {}, { targetRefs: [GATEWAY], rules: HTTP }, 'BYPASSED'],
    ['A13 in another namespace', { bound: true }, { targetRefs: [CLASS], rules: HTTP }, 'NOT_ATTACHED'],
    [
      'A16',
      { bound: true, className: 'istio-agentgateway-waypoint' },
      { targetRefs: [SERVICE], rules: HTTP },
      'NOT_ATTACHED',
    ],
    ['a missing target', { bound: true }, { targetRefs: [{ ...SERVICE, name: 'gone' }] }, 'TARGET_NOT_FOUND'],
  ] as const)('%s: nobody', (_row, given, spec, effect) => {
    expect(linesOf(given, spec)).toEqual([`NOBODY ${effect}`]);
  });

  it('A12: a GatewayClass target of the root namespace reaches every waypoint', () => {
    const verdicts = about({ bound: true }, { targetRefs: [CLASS], rules: HTTP }, 'istio-system/policy');
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('A13: another class is nobody, even in the root namespace', () => {
    const other = { ...CLASS, name: 'my-waypoint' };
    const lines = linesOf({ bound: true }, { targetRefs: [other], rules: HTTP }, 'istio-system/policy');
    expect(lines).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('A14: a ServiceEntry behind an egress waypoint is governed there', () => {
    const entry = serviceEntry(
      'shop/api',
      {
        hosts: ['api.example'],
        ports: [{ number: 443, name: 'http', protocol: 'HTTP' }],
        addresses: ['240.0.0.1'],
        resolution: 'DNS',
      },
      { waypoint: 'waypoint' },
    );
    const targetRef = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' };
    const verdicts = about({}, { targetRefs: [targetRef], rules: HTTP }, 'shop/policy', entry);
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('A15: a selector in the root namespace reaches pods of other namespaces', () => {
    const selector = { matchLabels: { app: 'cart' } };
    const verdicts = about({}, { rules: HTTP, selector }, 'istio-system/policy');
    expect(verdictOn(verdicts, 'ZTUNNEL', 'SERVICE_ADDRESSED').targets).toEqual([
      { kind: 'Pod', namespace: 'shop', name: 'cart' },
    ]);
  });
});

describe('table B: L4 content', () => {
  it.each([
    ['B1 ALLOW', {}, 'ALLOW', 'SERVICE_ADDRESSED', 'AS_WRITTEN'],
    ['B2 ALLOW', { bound: true }, 'ALLOW', 'SERVICE_ADDRESSED', 'WRONG_IDENTITY'],
    ['B2 DENY', { bound: true }, 'DENY', 'SERVICE_ADDRESSED', 'WRONG_IDENTITY'],
    ['B3', { podBound: true, waypointFor: 'all' }, 'ALLOW', 'POD_ADDRESSED', 'WRONG_IDENTITY'],
    ['B4', { bound: true }, 'ALLOW', 'POD_ADDRESSED', 'AS_WRITTEN'],
  ] as const)('%s at ztunnel', (_row, given, action, pathClass, effect) => {
    expect(effectOn(about(given, { action, rules: CLIENT }), 'ZTUNNEL', pathClass)).toBe(effect);
  });

  it('B2: what does not look at the client is as written behind a waypoint', () => {
    expect(effectOn(about({ bound: true }, { rules: PORT_ONLY }), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('B2: a policy that names the waypoint is as written behind it', () => {
    const rules = [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }] }];
    expect(effectOn(about({ bound: true }, { rules }), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('B5, B6: a Service target counts for service-addressed traffic only', () => {
    expect(linesOf({ bound: true }, { targetRefs: [SERVICE], rules: CLIENT })).toEqual([
      'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN',
      'WAYPOINT POD_ADDRESSED BYPASSED',
      'WAYPOINT INGRESS BYPASSED',
      'WAYPOINT SIDECAR_CLIENT BYPASSED',
      'WAYPOINT UNCAPTURED_CLIENT BYPASSED',
    ]);
  });

  it.each([
    ['the target port', '8080', 'WRONG_PORT_SPACE'],
    ['the Service port', '80', 'AS_WRITTEN'],
  ])('B5: %s at a waypoint', (_what, port, effect) => {
    const rules = [{ to: [{ operation: { ports: [port] } }] }];
    const verdicts = about({ bound: true }, { targetRefs: [SERVICE], rules });
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it.each([
    ['the target port', ['8080'], 'AS_WRITTEN'],
    ['the Service port', ['80'], 'WRONG_PORT_SPACE'],
    ['both', ['80', '8080'], 'AS_WRITTEN'],
  ])('B1: %s at ztunnel', (_what, ports, effect) => {
    const rules = [{ to: [{ operation: { ports } }] }];
    expect(effectOn(about({}, { rules }), 'ZTUNNEL', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it.each([
    ['ALLOW ipBlocks', 'ALLOW', 'ipBlocks', 'ALLOW_DENIES_ALL'],
    ['DENY ipBlocks', 'DENY', 'ipBlocks', 'DENY_NO_EFFECT'],
    ['ALLOW notIpBlocks', 'ALLOW', 'notIpBlocks', 'ALLOW_WIDENED'],
    ['DENY notIpBlocks', 'DENY', 'notIpBlocks', 'DENY_WIDENED'],
    ['ALLOW remoteIpBlocks', 'ALLOW', 'remoteIpBlocks', 'AS_WRITTEN'],
  ] as const)('B5: %s at a waypoint', (_row, action, field, effect) => {
    const rules = [{ from: [{ source: { [field]: ['10.0.0.0/8'] } }] }];
    const verdicts = about({ bound: true }, { action, targetRefs: [SERVICE], rules });
    expect(effectOn(verdicts, 'WAYPOINT', 'SERVICE_ADDRESSED')).toBe(effect);
  });

  it('B7: a Gateway target counts for pods bound to a waypoint of type all', () => {
    const verdicts = about({ podBound: true, waypointFor: 'all' }, { targetRefs: [GATEWAY], rules: CLIENT });
    expect(effectOn(verdicts, 'WAYPOINT', 'POD_ADDRESSED')).toBe('AS_WRITTEN');
  });

  it('B8: an L4 policy with targetRefs is lost without a waypoint', () => {
    expect(linesOf({}, { targetRefs: [SERVICE], rules: CLIENT })).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });
});
