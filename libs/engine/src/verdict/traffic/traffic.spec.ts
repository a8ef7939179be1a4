// Semantics 3.8 and 7.6, the rows of the classic kinds and of the policies that become DestinationRules.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../manifest/manifest.js';
import { manifestOf, modelOf, namespace, object, pod, service, verdictLine, waypoint } from '../../testing/index.js';
import { judge } from '../judge.js';

type Fields = Readonly<Record<string, unknown>>;

const HOST = 'cart.shop.svc.cluster.local';
const HTTP = { http: [{ route: [{ destination: { host: HOST } }] }] };

const ambient = (options: { readonly waypointClass?: string; readonly bound?: boolean } = {}): readonly Manifest[] => [
  namespace('shop', { ambient: true }),
  namespace('edge'),
  namespace('web'),
  pod('shop/cart', { captured: true }),
  service('shop/cart', options.bound === false ? {} : { waypoint: 'edge/waypoint' }),
  waypoint('edge/waypoint', {
    ip: '10.96.0.15',
    allowed: { from: 'All' },
    ...(options.waypointClass === undefined ? {} : { className: options.waypointClass }),
  }),
];

const classic = (kind: string, name: string, spec: Fields, creationTimestamp?: string): Manifest =>
  object('networking.istio.io/v1', kind, name, spec, creationTimestamp === undefined ? {} : { creationTimestamp });

const virtualService = (spec: Fields = {}, name = 'shop/policy'): Manifest =>
  classic('VirtualService', name, { hosts: [HOST], ...HTTP, ...spec });

const destinationRule = (trafficPolicy: unknown, spec: Fields = {}, name = 'shop/policy'): Manifest =>
  classic('DestinationRule', name, { host: HOST, trafficPolicy, ...spec });

const about = (manifests: readonly Manifest[], istioVersion = '1.31') =>
  judge(modelOf(manifests, { istioVersion })).filter(({ policy }) => policy.name === 'policy');

const lines = (manifests: readonly Manifest[], istioVersion?: string) =>
  about(manifests, istioVersion).map(verdictLine);

const why = (manifests: readonly Manifest[], istioVersion?: string) =>
  about(manifests, istioVersion)
    .flatMap(({ evidence }) => evidence.map(({ fact }) => fact))
    .join(' | ');

const AT_WAYPOINT = [
  'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN',
  'WAYPOINT POD_ADDRESSED BYPASSED',
  'WAYPOINT INGRESS BYPASSED',
  'WAYPOINT SIDECAR_CLIENT BYPASSED',
  'WAYPOINT UNCAPTURED_CLIENT BYPASSED',
];
const NOT_ATTACHED = ['NOBODY NOT_ATTACHED'];

describe('a VirtualService', () => {
  it.each([
    ['beside the service', virtualService()],
    ['beside the waypoint', virtualService({}, 'edge/policy')],
    ['by a short name', virtualService({ hosts: ['cart'] })],
    ['by a wildcard', virtualService({ hosts: ['*.shop.svc.cluster.local'] })],
    ['for the mesh among others', virtualService({ gateways: ['mesh'] })],
    ['exported to the waypoint', virtualService({ exportTo: ['edge'] })],
  ])('%s is applied by the waypoint, for what crosses it', (_, written) => {
    expect(lines([...ambient(), written])).toEqual(AT_WAYPOINT);
  });

  it.each([
    ['of a third namespace', virtualService({}, 'web/policy'), "reads the VirtualServices of the service's namespace"],
    ['not exported to the waypoint', virtualService({ exportTo: ['.'] }), 'is not exported to edge'],
    ['for another protocol', virtualService({ http: undefined, tcp: [{}] }), 'No port of the service'],
    [
      'that matches by sourceLabels only',
      virtualService({ http: [{ match: [{ sourceLabels: { app: 'web' } }] }] }),
      'drops matches by sourceLabels',
    ],
  ])('%s is not', (_, written, fact) => {
    expect(lines([...ambient(), written])).toEqual(NOT_ATTACHED);
    expect(why([...ambient(), written])).toContain(fact);
  });

  it('loses the rules that match by sourceLabels, from 1.25', () => {
    const written = virtualService({ http: [{ match: [{ sourceLabels: { app: 'web' } }] }, {}] });
    const rules = (version: string) => about([...ambient(), written], version)[0]?.rules.map(({ effect }) => effect);
    expect(rules('1.24')).toEqual(['AS_WRITTEN', 'AS_WRITTEN']);
    expect(rules('1.25')).toEqual(['DROPPED', 'AS_WRITTEN']);
  });

  it('shared its host with no other one before 1.30: the oldest counted', () => {
    const first = classic('VirtualService', 'shop/first', { hosts: [HOST], ...HTTP }, '2026-01-01T00:00:00Z');
    const second = classic('VirtualService', 'shop/policy', { hosts: [HOST], ...HTTP }, '2026-01-02T00:00:00Z');
    expect(lines([...ambient(), first, second], '1.29')).toEqual(NOT_ATTACHED);
    expect(lines([...ambient(), first, second], '1.30')).toEqual(AT_WAYPOINT);
  });

  it('routes TCP at waypoints from 1.26', () => {
    const manifests = [
      ...ambient().filter(({ kind }) => kind !== 'Service'),
      service('shop/cart', { waypoint: 'edge/waypoint', ports: [{ name: 'tcp', port: 80 }] }),
      virtualService({ http: undefined, tcp: [{}] }),
    ];
    expect(lines(manifests, '1.25')).toEqual(NOT_ATTACHED);
    expect(lines(manifests, '1.26')).toEqual(AT_WAYPOINT);
  });

  it('does nothing for captured clients without a waypoint, and is applied by clients with a sidecar', () => {
    const unbound = [...ambient({ bound: false }), virtualService()];
    expect(lines(unbound)).toEqual(['NOBODY TARGET_NOT_BOUND']);
    expect(lines([...unbound, pod('web/web', { sidecar: true })])).toEqual([
      'SIDECAR SIDECAR_CLIENT AS_WRITTEN',
      'NOBODY SERVICE_ADDRESSED TARGET_NOT_BOUND',
    ]);
  });

  it('is unknown to an agentgateway waypoint', () => {
    const manifests = [...ambient({ waypointClass: 'istio-agentgateway-waypoint' }), virtualService()];
    expect(lines(manifests)).toEqual(NOT_ATTACHED);
    expect(why(manifests)).toContain('An agentgateway waypoint does not know VirtualService');
  });

  it('is applied by the classic Gateway that it names', () => {
    const gateway = classic('Gateway', 'edge/ingress', { servers: [] });
    const written = virtualService({ gateways: ['edge/ingress'] });
    expect(lines([...ambient(), gateway, written])).toEqual(['GATEWAY INGRESS AS_WRITTEN']);
    expect(lines([...ambient(), written])).toEqual(['NOBODY TARGET_NOT_FOUND']);
  });

  it('names what is missing', () => {
    expect(lines([...ambient(), virtualService({ hosts: ['gone.example'] })])).toEqual(['NOBODY TARGET_NOT_FOUND']);
  });
});

describe('a VirtualService without hosts', () => {
  const root = (http: readonly unknown[], name = 'shop/root', spec: Fields = {}) =>
    classic('VirtualService', name, { hosts: [HOST], http, ...spec });
  const delegate = (spec: Fields = {}, name = 'web/policy') => virtualService({ hosts: undefined, ...spec }, name);
  const DELEGATE = { delegate: { name: 'policy', namespace: 'web' } };
  const effects = (manifests: readonly Manifest[], version?: string) =>
    about(manifests, version)[0]?.rules.map(({ effect }) => effect);

  it('counts where the one does that delegates to it', () => {
    expect(lines([...ambient(), delegate(), root([DELEGATE])])).toEqual(AT_WAYPOINT);
    expect(why([...ambient(), delegate(), root([DELEGATE])])).toContain('VirtualService shop/root delegates to it');
    expect(lines([...ambient(), delegate(), root([DELEGATE], 'third/root')])).toEqual(NOT_ATTACHED);
  });

  it.each([
    ['to which nobody delegates', delegate(), root([{}]), 'Without hosts it counts only as a part'],
    ['of another namespace', delegate(), root([{ delegate: { name: 'policy' } }]), 'Without hosts'],
    ['not exported to the root', delegate({ exportTo: ['.'] }), root([DELEGATE]), 'It is not exported to shop'],
    ['of a delegate', delegate(), root([DELEGATE], 'shop/root', { hosts: [] }), 'Without hosts'],
  ])('%s does not count', (_, part, other, fact) => {
    expect(lines([...ambient(), part, other])).toEqual(NOT_ATTACHED);
    expect(why([...ambient(), part, other])).toContain(fact);
  });

  it('follows each root once', () => {
    const gateway = classic('Gateway', 'edge/ingress', { servers: [] });
    const atGateway = root([DELEGATE], 'edge/root', { gateways: ['ingress'] });
    const manifests = [...ambient(), gateway, delegate(), root([DELEGATE, DELEGATE]), atGateway];
    expect([...lines(manifests)].sort()).toEqual([...AT_WAYPOINT, 'GATEWAY INGRESS AS_WRITTEN'].sort());
  });

  it.each([
    ['no matches of the root', {}, { uri: { prefix: '/b' } }, 'AS_WRITTEN'],
    ['inside of the prefix', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, 'AS_WRITTEN'],
    ['outside of the prefix', { uri: { prefix: '/a' } }, { uri: { exact: '/b' } }, 'DROPPED'],
    ['a prefix in an exact path', { uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, 'DROPPED'],
    ['the same exact path', { uri: { exact: '/a' } }, { uri: { exact: '/a' } }, 'AS_WRITTEN'],
    ['a regex under a prefix', { uri: { prefix: '/a' } }, { uri: { regex: '/a.*' } }, 'DROPPED'],
    ['another header', { headers: { a: { exact: '1' } } }, { headers: { b: { exact: '1' } } }, 'AS_WRITTEN'],
    ['another value of it', { headers: { a: { exact: '1' } } }, { headers: { a: { exact: '2' } } }, 'DROPPED'],
    ['another port', { port: 80 }, { port: 81 }, 'DROPPED'],
    ['without the case of the root', { ignoreUriCase: true }, {}, 'DROPPED'],
    ['other gateways', { gateways: ['mesh'] }, { gateways: ['edge/ingress'] }, 'DROPPED'],
    ['without the source namespace', { sourceNamespace: 'web' }, {}, 'DROPPED'],
    ['sourceLabels of the root', { sourceLabels: { app: 'web' } }, {}, 'DROPPED'],
  ])('loses rules whose matches lie outside: %s', (_, outer, inner, effect) => {
    const part = delegate({ http: [{ match: [inner] }, {}] });
    const manifests = [...ambient(), part, root([{ ...DELEGATE, match: [outer] }, DELEGATE])];
    expect(effects(manifests)).toEqual(['AS_WRITTEN', 'AS_WRITTEN']);
    const narrow = [...ambient(), delegate({ http: [{ match: [inner] }] }), root([{ ...DELEGATE, match: [outer] }])];
    expect(lines(narrow)).toEqual(effect === 'DROPPED' ? NOT_ATTACHED : AT_WAYPOINT);
  });

  it('leaves out of the root only the rule that delegates to nothing', () => {
    const written = virtualService({ http: [DELEGATE, {}] });
    expect(effects([...ambient(), written])).toEqual(['DROPPED', 'AS_WRITTEN']);
    expect(why([...ambient(), written])).toContain('There is no VirtualService web/policy without hosts');
  });
});

describe('a DestinationRule', () => {
  const POOL = { connectionPool: { http: {} } };

  it.each([
    ['beside the service', destinationRule(POOL)],
    ['beside the waypoint', destinationRule(POOL, {}, 'edge/policy')],
    ['in the root namespace', destinationRule(POOL, {}, 'istio-system/policy')],
    ['with TLS of its own', destinationRule({ tls: { mode: 'SIMPLE' } })],
    ['with subsets only', destinationRule(undefined, { subsets: [{ name: 'v1' }] })],
  ])('%s is used by the waypoint', (_, written) => {
    expect(lines([...ambient(), written])).toEqual(AT_WAYPOINT);
  });

  it.each([
    ['of a third namespace', destinationRule(POOL, {}, 'web/policy'), 'looks DestinationRules up in'],
    ['not exported to the waypoint', destinationRule(POOL, { exportTo: ['.'] }), 'looks DestinationRules up in'],
    ['with a workloadSelector', destinationRule(POOL, { workloadSelector: { matchLabels: {} } }), 'workloadSelector'],
    [
      'with ISTIO_MUTUAL alone',
      destinationRule({ tls: { mode: 'ISTIO_MUTUAL' } }),
      'TLS mode ISTIO_MUTUAL says nothing',
    ],
    ['with DISABLE alone', destinationRule({ tls: { mode: 'DISABLE' } }), 'TLS mode DISABLE says nothing'],
    ['that says nothing', destinationRule(undefined), 'says nothing'],
  ])('%s is not', (_, written, fact) => {
    expect(lines([...ambient(), written])).toEqual(NOT_ATTACHED);
    expect(why([...ambient(), written])).toContain(fact);
  });

  it.each([
    ['1.23', { portLevelSettings: [{ port: { number: 80 } }] }, false],
    ['1.24', { portLevelSettings: [{ port: { number: 80 } }] }, true],
    ['1.30', { loadBalancer: { consistentHash: {} } }, false],
    ['1.31', { loadBalancer: { consistentHash: {} } }, true],
  ])('in %s with %j is used: %s', (version, trafficPolicy, isUsed) => {
    expect(lines([...ambient(), destinationRule(trafficPolicy)], version)).toEqual(isUsed ? AT_WAYPOINT : NOT_ATTACHED);
  });

  it('needed a VirtualService for consistentHash before 1.31', () => {
    const other = classic('VirtualService', 'shop/vs', { hosts: [HOST], ...HTTP });
    const manifests = [...ambient(), other, destinationRule({ loadBalancer: { consistentHash: {} } })];
    expect(lines(manifests, '1.30')).toEqual(AT_WAYPOINT);
  });

  it('is outranked by one in the namespace of the waypoint, and by one that names the host exactly', () => {
    const near = destinationRule(POOL, {}, 'edge/near');
    expect(why([...ambient(), near, destinationRule(POOL)])).toContain('uses DestinationRule edge/near');
    const wild = classic('DestinationRule', 'shop/policy', { host: '*.shop.svc.cluster.local', trafficPolicy: POOL });
    expect(lines([...ambient(), wild])).toEqual(AT_WAYPOINT);
    expect(lines([...ambient(), wild, destinationRule(POOL, {}, 'shop/exact')])).toEqual(NOT_ATTACHED);
  });

  it('is applied by gateways that send to the service, by the rules that they see', () => {
    const ingress = waypoint('edge/ingress', {
      className: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
    });
    const routeFrom = (namespaceOfRoute: string) =>
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', `${namespaceOfRoute}/route`, {
        parentRefs: [{ name: 'ingress', namespace: 'edge' }],
        rules: [{ backendRefs: [{ name: 'cart', namespace: 'shop', port: 80 }] }],
      });
    const cluster = [...ambient({ bound: false }), ingress, routeFrom('shop')];
    const ungranted = [...ambient({ bound: false }), ingress, routeFrom('web')];
    expect(lines([...ungranted, destinationRule(POOL)])).toEqual(['NOBODY TARGET_NOT_BOUND']);
    const applied = ['GATEWAY INGRESS AS_WRITTEN', 'NOBODY SERVICE_ADDRESSED TARGET_NOT_BOUND'];
    expect(lines([...cluster, destinationRule(POOL)])).toEqual(applied);
    expect(lines([...cluster, destinationRule(POOL, { exportTo: ['.'] })])).toEqual(['NOBODY TARGET_NOT_BOUND']);
    const near = destinationRule(POOL, {}, 'edge/near');
    expect(lines([...cluster, near, destinationRule(POOL)])).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });

  it('is applied by classic Gateways too', () => {
    const gateway = classic('Gateway', 'edge/ingress', { servers: [] });
    const other = classic('VirtualService', 'edge/vs', { hosts: ['*'], gateways: ['ingress'], ...HTTP });
    const found = lines([...ambient({ bound: false }), gateway, other, destinationRule(POOL)]);
    expect(found).toContain('GATEWAY INGRESS AS_WRITTEN');
  });

  it('is read by clients with a sidecar, of all namespaces that it is exported to', () => {
    const sidecar = pod('web/web', { sidecar: true });
    const unbound = [...ambient({ bound: false }), sidecar];
    expect(lines([...unbound, destinationRule(POOL)])[0]).toBe('SIDECAR SIDECAR_CLIENT AS_WRITTEN');
    expect(lines([...unbound, destinationRule(POOL, { exportTo: ['.'] })])).toEqual(['NOBODY TARGET_NOT_BOUND']);
  });
});

describe('a Sidecar resource', () => {
  const sidecarResource = (name: string, spec: Fields = {}) => classic('Sidecar', name, spec);

  it('does nothing in an ambient namespace', () => {
    expect(lines([...ambient(), sidecarResource('shop/policy')])).toEqual(NOT_ATTACHED);
    expect(why([...ambient(), sidecarResource('shop/policy')])).toContain('ztunnel and waypoints do not read');
  });

  it.each([
    ['its namespace', 'web/policy', {}],
    ['what it selects', 'web/policy', { workloadSelector: { labels: { app: 'web' } } }],
    ['every namespace without its own', 'istio-system/policy', {}],
  ])('shapes the sidecars of %s', (_, name, spec) => {
    const manifests = [...ambient(), pod('web/web', { sidecar: true }), sidecarResource(name, spec)];
    expect(lines(manifests)).toEqual(['SIDECAR SIDECAR_CLIENT AS_WRITTEN']);
  });

  it('in the root namespace leaves namespaces with their own alone', () => {
    const manifests = [
      ...ambient(),
      pod('web/web', { sidecar: true }),
      sidecarResource('web/own'),
      sidecarResource('istio-system/policy'),
    ];
    expect(lines(manifests)).toEqual(NOT_ATTACHED);
  });
});

describe('a policy about backends', () => {
  const TARGET = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
  const tls = (spec: Fields = TARGET, annotations: Record<string, string> = {}) =>
    object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', 'shop/policy', spec, { annotations });
  const traffic = object('gateway.networking.x-k8s.io/v1alpha1', 'XBackendTrafficPolicy', 'shop/policy', {
    ...TARGET,
    retryConstraint: {},
  });
  const alpha = manifestOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'istio-system', name: 'istiod', labels: { app: 'istiod' } },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'discovery', image: 'x', env: [{ name: 'PILOT_ENABLE_ALPHA_GATEWAY_API', value: 'true' }] },
          ],
        },
      },
    },
  });

  it('is used by the waypoint of the Service', () => {
    expect(lines([...ambient(), tls()])).toEqual(AT_WAYPOINT);
    expect(lines([...ambient(), tls()], '1.27')).toEqual(NOT_ATTACHED);
    expect(lines([...ambient(), traffic])).toEqual(NOT_ATTACHED);
    expect(lines([...ambient(), traffic, alpha])).toEqual(AT_WAYPOINT);
  });

  it('is kept from Istio by annotation, from 1.31', () => {
    const ignored = tls(TARGET, { 'istio.io/ignore-policy-attachment': 'true' });
    expect(lines([...ambient(), ignored])).toEqual(NOT_ATTACHED);
    expect(lines([...ambient(), ignored], '1.30')).toEqual(AT_WAYPOINT);
  });

  it('gives way to an older one, and to a DestinationRule of the waypoint', () => {
    const older = object('gateway.networking.k8s.io/v1', 'BackendTLSPolicy', 'shop/a', TARGET);
    expect(why([...ambient(), older, tls()])).toContain('is older and says the same things');
    const near = destinationRule({ connectionPool: {} }, {}, 'edge/near');
    expect(why([...ambient(), near, tls()])).toContain('of its own namespace');
  });

  it('knows Services of its own namespace only', () => {
    expect(lines([...ambient(), tls({ targetRefs: [{ group: '', kind: 'Service', name: 'gone' }] })])).toEqual([
      'NOBODY TARGET_NOT_FOUND',
    ]);
    expect(lines([...ambient(), tls({ targetRefs: [{ group: 'x', kind: 'Y', name: 'cart' }] })])).toEqual(NOT_ATTACHED);
  });
});
