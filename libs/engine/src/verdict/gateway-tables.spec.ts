// Enforcers besides ztunnel, sidecar and waypoint, by path class: semantics 2.9, 2.10, 3.1, 3.2, 7.4, 12.5.
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  authorizationPolicy,
  httpRoute,
  manifestOf,
  modelOf,
  namespace,
  object,
  pod,
  requestAuthentication,
  service,
  serviceEntry,
  verdictLine,
  waypoint,
} from '../testing/index.js';
import { judge } from './judge.js';

type Fields = Readonly<Record<string, unknown>>;

const GATEWAY = 'gateway.networking.k8s.io';
const at = (name: string) => ({ targetRefs: [{ group: GATEWAY, kind: 'Gateway', name }] });
const CLASS = { targetRefs: [{ group: GATEWAY, kind: 'GatewayClass', name: 'istio-waypoint' }] };
const DENY_PORT = { action: 'DENY', rules: [{ to: [{ operation: { ports: ['80'] } }] }] };
const DENY_METHOD = { action: 'DENY', rules: [{ to: [{ operation: { methods: ['GET'] } }] }] };

const policy = (spec: Fields, name = 'shop/policy') => authorizationPolicy(name, spec);

const lines = (...manifests: readonly Manifest[]) =>
  judge(modelOf(manifests))
    .filter(({ policy: { name } }) => name === 'policy')
    .map(verdictLine);

describe('an east-west gateway (semantics 2.10, 12.5)', () => {
  const multiNetwork = manifestOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'istio-system', name: 'istiod', labels: { app: 'istiod' } },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'discovery', image: 'x', env: [{ name: 'AMBIENT_ENABLE_MULTI_NETWORK', value: 'true' }] },
          ],
        },
      },
    },
  });
  const cluster = [namespace('shop'), waypoint('shop/east', { className: 'istio-east-west' }), multiNetwork];

  it('holds policies that target it, or the class of waypoints, as rules for TCP', () => {
    expect(lines(...cluster, policy({ ...DENY_PORT, ...at('east') }))).toEqual([
      'EASTWEST SERVICE_ADDRESSED AS_WRITTEN',
    ]);
    expect(lines(...cluster, policy({ ...DENY_METHOD, ...at('east') }))).toEqual([
      'EASTWEST SERVICE_ADDRESSED DENY_WIDENED',
    ]);
    expect(lines(...cluster, policy({ ...DENY_PORT, ...CLASS }, 'istio-system/policy'))).toEqual([
      'EASTWEST SERVICE_ADDRESSED AS_WRITTEN',
    ]);
  });

  it('holds nothing that needs HTTP, nothing of a Service, no selector policy and no route', () => {
    const bound = [pod('shop/cart', { captured: true }), service('shop/cart', { waypoint: 'east' })];
    const route = httpRoute('shop/policy', { parentRefs: [{ name: 'east' }] });
    const ofService = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
    expect(lines(...cluster, requestAuthentication('shop/policy', at('east')))).toEqual(['NOBODY NOT_ATTACHED']);
    expect(lines(...cluster, ...bound, policy({ ...DENY_PORT, ...ofService }))).toEqual(['NOBODY NOT_ATTACHED']);
    expect(lines(...cluster, policy(DENY_PORT))).toEqual(['NOBODY NOT_ATTACHED']);
    expect(lines(...cluster, route)).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('is not served without the flag of several networks', () => {
    const [shop, east] = cluster;
    if (shop === undefined || east === undefined) throw new Error('The cluster has no gateway.');
    expect(lines(shop, east, policy({ ...DENY_PORT, ...at('east') }))).toEqual(['NOBODY NOT_ATTACHED']);
  });
});

describe('a gateway in a sandwich (semantics 2.9)', () => {
  const sandwich = (labels: Readonly<Record<string, string>> = {}, binding = 'PROXY/15088') => [
    namespace('shop', { ambient: true }),
    waypoint('shop/front', {
      className: 'istio',
      annotations: { 'ambient.istio.io/waypoint-inbound-binding': binding },
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    }),
    pod('shop/front', { captured: true, labels: { [`${GATEWAY}/gateway-name`]: 'front' } }),
    pod('shop/cart', { captured: true }),
    service('shop/cart', { waypoint: 'front', labels }),
  ];
  const ALL = [
    'SANDWICH SERVICE_ADDRESSED AS_WRITTEN',
    'SANDWICH POD_ADDRESSED BYPASSED',
    'SANDWICH INGRESS AS_WRITTEN',
    'SANDWICH INGRESS BYPASSED',
    'SANDWICH SIDECAR_CLIENT BYPASSED',
    'SANDWICH UNCAPTURED_CLIENT BYPASSED',
  ];

  it('evaluates what targets the Gateway for its services, and for what enters through it', () => {
    expect(lines(...sandwich(), policy({ ...DENY_PORT, ...at('front') }))).toEqual(ALL);
  });

  it('sees no identity unless its ztunnel hands over by the PROXY protocol', () => {
    const spec = { action: 'DENY', rules: [{ from: [{ source: { principals: ['a/ns/b/sa/c'] } }] }], ...at('front') };
    expect(lines(...sandwich(), policy(spec))[0]).toBe('SANDWICH SERVICE_ADDRESSED AS_WRITTEN');
    expect(lines(...sandwich({}, 'NONE/15088'), policy(spec))[0]).toBe('SANDWICH SERVICE_ADDRESSED NO_IDENTITY');
  });

  it('evaluates selector policies too, beside its ztunnel', () => {
    const selecting = { ...DENY_PORT, selector: { matchLabels: { app: 'front' } } };
    const found = lines(...sandwich(), policy(selecting));
    expect(found.filter((line) => line.startsWith('SANDWICH'))).toEqual(ALL);
    expect(found).toContain('ZTUNNEL SERVICE_ADDRESSED AS_WRITTEN');
  });

  it('takes routes by a Gateway parent, never by a Service', () => {
    expect(lines(...sandwich(), httpRoute('shop/policy', { parentRefs: [{ name: 'front' }] }))).toEqual(ALL);
    const parentRefs = [{ group: '', kind: 'Service', name: 'cart' }];
    expect(lines(...sandwich(), httpRoute('shop/policy', { parentRefs }))).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('evaluates no policy of a Service', () => {
    const ofService = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
    expect(lines(...sandwich(), policy({ ...DENY_PORT, ...ofService }))).toEqual(['NOBODY NOT_ATTACHED']);
  });

  it('gets nothing from other gateways that are led to it: such requests fail (semantics 14.7)', () => {
    const led = sandwich({ 'istio.io/ingress-use-waypoint': 'true' });
    expect(lines(...led, policy({ ...DENY_PORT, ...at('front') }))).toEqual(
      ALL.filter((line) => line !== 'SANDWICH INGRESS BYPASSED'),
    );
  });
});

describe('an ingress or egress gateway', () => {
  const gateway = waypoint('edge/gateway', {
    className: 'istio',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  });
  const own = pod('edge/gateway', { labels: { [`${GATEWAY}/gateway-name`]: 'gateway' } });

  it.each([
    ['by its Gateway', at('gateway'), 'GATEWAY INGRESS AS_WRITTEN'],
    ['by selector', { selector: { matchLabels: { app: 'gateway' } } }, 'GATEWAY INGRESS AS_WRITTEN'],
    ['by namespace', {}, 'GATEWAY INGRESS AS_WRITTEN'],
    ['by the class of waypoints', CLASS, 'NOBODY NOT_ATTACHED'],
    ['by a Service', { targetRefs: [{ group: '', kind: 'Service', name: 'gateway' }] }, 'NOBODY TARGET_NOT_BOUND'],
  ])('evaluates a policy %s', (_, spec, expected) => {
    const cluster = [namespace('edge'), gateway, own, service('edge/gateway')];
    expect(lines(...cluster, policy({ ...DENY_METHOD, ...spec }, 'edge/policy'))).toEqual([expected]);
  });

  it('is passed by all that does not enter through it: an egress waypoint is not, for captured clients', () => {
    const entry = serviceEntry(
      'edge/api',
      { hosts: ['api.example'], addresses: ['240.0.0.1'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] },
      { waypoint: 'egress' },
    );
    const spec = { ...DENY_METHOD, targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' }] };
    expect(lines(namespace('edge'), waypoint('edge/egress'), entry, policy(spec, 'edge/policy'))).toEqual([
      'WAYPOINT SERVICE_ADDRESSED AS_WRITTEN',
      'WAYPOINT POD_ADDRESSED BYPASSED',
      'WAYPOINT INGRESS BYPASSED',
      'WAYPOINT SIDECAR_CLIENT BYPASSED',
      'WAYPOINT UNCAPTURED_CLIENT BYPASSED',
    ]);
  });
});

it('an agentgateway waypoint evaluates routes, and no policy of Istio (semantics 3.11)', () => {
  const cluster = [
    namespace('shop'),
    waypoint('shop/agent', { className: 'istio-agentgateway-waypoint' }),
    pod('shop/cart', { captured: true }),
    service('shop/cart', { waypoint: 'agent' }),
  ];
  const ofService = { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] };
  expect(lines(...cluster, policy({ ...DENY_METHOD, ...at('agent') }))).toEqual(['NOBODY NOT_ATTACHED']);
  expect(lines(...cluster, policy({ ...DENY_METHOD, ...ofService }))).toEqual(['NOBODY NOT_ATTACHED']);
  const parentRefs = [{ group: '', kind: 'Service', name: 'cart' }];
  expect(lines(...cluster, httpRoute('shop/policy', { parentRefs }))[0]).toBe(
    'AGENTGATEWAY_WAYPOINT SERVICE_ADDRESSED AS_WRITTEN',
  );
  const telemetry = object('telemetry.istio.io/v1', 'Telemetry', 'shop/policy', at('agent'));
  expect(lines(...cluster, telemetry)).toEqual(['NOBODY NOT_ATTACHED']);
});
