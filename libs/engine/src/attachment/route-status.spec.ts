import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import { modelOf, namespace, object, service, serviceEntry, waypoint } from '../testing/index.js';
import { routeStatuses } from './route-status.js';

type Fields = Readonly<Record<string, unknown>>;

const GATEWAY = 'gateway.networking.k8s.io';
const CART = { group: '', kind: 'Service', name: 'cart' };
const INGRESS = { name: 'ingress' };
const TO_CART = { rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }] };
const OPEN = { namespaces: { from: 'All' } };

const listener = (fields: Fields = {}): Fields => ({ name: 'http', port: 80, protocol: 'HTTP', ...fields });

const ingress = (...listeners: readonly Fields[]): Manifest =>
  waypoint('shop/ingress', { className: 'istio', listeners: listeners.length === 0 ? [listener()] : listeners });

const route = (kind: string, spec: Fields, name = 'shop/route'): Manifest =>
  object(`${GATEWAY}/v1`, kind, name, { ...TO_CART, ...spec });

interface Cluster {
  readonly more?: readonly Manifest[];
  readonly istioVersion?: string;
}

/** `Accepted`, or what is not so with its reason; one text for each parent that has a status. */
function statusesOf(written: Manifest, { more = [ingress()], istioVersion }: Cluster = {}): readonly string[] | null {
  const cluster = [namespace('shop'), namespace('other'), service('shop/cart', { waypoint: 'waypoint' }), ...more];
  const model = modelOf([...cluster, written], istioVersion === undefined ? {} : { istioVersion });
  const [statuses] = [...routeStatuses(model).values()];
  if (statuses === undefined) return null;
  return statuses.map(({ conditions }) => {
    const failed = conditions.filter(({ status }) => status === 'False');
    return failed.length === 0 ? 'Accepted' : failed.map(({ type, reason }) => `${type} ${reason}`).join(', ');
  });
}

describe('the status of a route whose parent is a Gateway', () => {
  const atIngress = (listeners: readonly Fields[], spec: Fields = {}, kind = 'HTTPRoute', name = 'shop/route') =>
    statusesOf(route(kind, { parentRefs: [{ namespace: 'shop', ...INGRESS }], ...spec }, name), {
      more: [ingress(...listeners)],
    });

  it('accepts what a listener can carry', () => {
    expect(atIngress([])).toEqual(['Accepted']);
    expect(atIngress([], {}, 'GRPCRoute')).toEqual(['Accepted']);
    expect(atIngress([listener({ protocol: 'TCP' })], {}, 'TCPRoute')).toEqual(['Accepted']);
    expect(atIngress([listener({ protocol: 'TLS', tls: { mode: 'Passthrough' } })], {}, 'TLSRoute')).toEqual([
      'Accepted',
    ]);
  });

  it.each([
    ['TCPRoute', listener()],
    ['HTTPRoute', listener({ protocol: 'TCP' })],
    ['TLSRoute', listener({ protocol: 'TLS', tls: { mode: 'Terminate' } })],
    ['HTTPRoute', listener({ allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } })],
  ])('refuses a %s at %j', (kind, one) => {
    expect(atIngress([one], {}, kind)).toEqual(['Accepted NotAllowedByListeners']);
  });

  it.each([
    ['the default', {}, 'Accepted NotAllowedByListeners'],
    ['All', { namespaces: { from: 'All' } }, 'Accepted'],
    ['a selector that fits', { namespaces: { from: 'Selector', selector: { matchLabels: {} } } }, 'Accepted'],
    [
      'a selector that does not',
      { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } },
      'Accepted NotAllowedByListeners',
    ],
  ])('asks allowedRoutes for a route of another namespace: %s', (_, allowedRoutes, expected) => {
    const spec = { rules: [{ backendRefs: [] }] };
    expect(atIngress([listener({ allowedRoutes })], spec, 'HTTPRoute', 'other/route')).toEqual([expected]);
  });

  it.each([
    ['*.example', ['a.example'], 'Accepted'],
    ['a.example', ['*.example'], 'Accepted'],
    ['a.example', [], 'Accepted'],
    ['a.example', ['b.example'], 'Accepted NoMatchingListenerHostname'],
    ['*.a.example', ['*.b.example'], 'Accepted NoMatchingListenerHostname'],
  ])('compares the hostname %s with %j', (hostname, hostnames, expected) => {
    expect(atIngress([listener({ hostname })], { hostnames })).toEqual([expected]);
  });

  it('finds no parent when section or port differ, and says so only when no other listener has a better reason', () => {
    const other = (ref: Fields) => ({ parentRefs: [{ ...INGRESS, ...ref }] });
    expect(atIngress([], other({ sectionName: 'gone' }))).toEqual(['Accepted NoMatchingParent']);
    expect(atIngress([], other({ port: 81 }))).toEqual(['Accepted NoMatchingParent']);
    expect(atIngress([listener({ protocol: 'TCP' }), listener({ name: 'b', port: 81 })], other({ port: 80 }))).toEqual([
      'Accepted NotAllowedByListeners',
    ]);
    expect(atIngress([listener({ protocol: 'TCP' }), listener({ name: 'b', port: 81 })])).toEqual(['Accepted']);
  });

  it('is not written for waypoints, other controllers, missing Gateways and unknown kinds', () => {
    const acme = object(`${GATEWAY}/v1`, 'GatewayClass', 'acme', { controllerName: 'acme.example/gateway' });
    const more = [waypoint('shop/waypoint'), waypoint('shop/acme', { className: 'acme' }), acme];
    for (const ref of [{ name: 'waypoint' }, { name: 'acme' }, { name: 'gone' }, { ...CART, group: 'core' }]) {
      const parentRefs = [ref];
      expect(statusesOf(route('HTTPRoute', { parentRefs }), { more })).toEqual([]);
    }
  });

  it('follows a ListenerSet that its Gateway admits', () => {
    const set = object(`${GATEWAY}/v1`, 'ListenerSet', 'other/extra', {
      parentRef: { name: 'ingress', namespace: 'shop' },
      listeners: [listener({ allowedRoutes: OPEN })],
    });
    const spec = {
      gatewayClassName: 'istio',
      listeners: [listener()],
      allowedListeners: { namespaces: { from: 'All' } },
    };
    const admitting = object(`${GATEWAY}/v1`, 'Gateway', 'shop/ingress', spec);
    const parentRefs = [{ kind: 'ListenerSet', name: 'extra', namespace: 'other' }];
    expect(statusesOf(route('HTTPRoute', { parentRefs }), { more: [set, admitting] })).toEqual(['Accepted']);
    expect(statusesOf(route('HTTPRoute', { parentRefs }), { more: [set, ingress()] })).toEqual([]);
  });
});

describe('the status of a route whose parent is a Service or ServiceEntry', () => {
  const parentRefs = [CART];

  it('accepts it whether a waypoint is there or not', () => {
    expect(statusesOf(route('HTTPRoute', { parentRefs }))).toEqual(['Accepted']);
    const entry = serviceEntry('shop/api', { hosts: ['api.example'] });
    const ref = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' };
    expect(statusesOf(route('HTTPRoute', { parentRefs: [ref] }), { more: [entry] })).toEqual(['Accepted']);
  });

  it.each([
    ['1.25', 'Accepted'],
    ['1.26', 'Accepted NoMatchingParent'],
  ])('in %s, of a missing Service, is %s', (istioVersion, expected) => {
    const ref = { group: '', kind: 'Service', name: 'gone' };
    expect(statusesOf(route('HTTPRoute', { parentRefs: [ref] }), { istioVersion })).toEqual([expected]);
  });

  it.each([
    ['1.30', ['Accepted']],
    ['1.31', []],
  ])('in %s, of a service that names the waypoint of another controller, is %j', (istioVersion, expected) => {
    const acme = object(`${GATEWAY}/v1`, 'GatewayClass', 'acme', { controllerName: 'acme.example/gateway' });
    const more = [acme, waypoint('shop/waypoint', { className: 'acme', ready: false })];
    expect(statusesOf(route('HTTPRoute', { parentRefs }), { more, istioVersion })).toEqual(expected);
  });

  it.each([
    ['TLSRoute', '1.29', null],
    ['TLSRoute', '1.30', ['Accepted']],
    ['TCPRoute', '1.30', null],
    ['TCPRoute', '1.31', ['Accepted']],
  ])('of a %s in %s is %j', (kind, istioVersion, expected) => {
    expect(statusesOf(route(kind, { parentRefs }), { istioVersion })).toEqual(expected);
  });

  it('writes one entry for a parent that is named twice', () => {
    expect(statusesOf(route('HTTPRoute', { parentRefs: [CART, { ...CART, namespace: 'shop' }] }))).toHaveLength(1);
  });
});

describe('the references of a route', () => {
  const refused = (rule: Fields, parent: Fields = INGRESS, kind = 'HTTPRoute', more: readonly Manifest[] = []) =>
    statusesOf(route(kind, { parentRefs: [parent], rules: [rule] }), {
      more: [ingress(), service('other/far'), ...more],
    })?.[0];

  it.each([
    ['a missing Service', { name: 'gone', port: 80 }, 'ResolvedRefs BackendNotFound'],
    ['no port', { name: 'cart' }, 'ResolvedRefs InvalidDestination'],
    ['a host name for a Service', { name: 'cart.shop', port: 80 }, 'ResolvedRefs InvalidDestination'],
    ['an unknown kind', { group: 'x', kind: 'Y', name: 'cart', port: 80 }, 'ResolvedRefs InvalidKind'],
    ['another namespace', { name: 'far', namespace: 'other', port: 80 }, 'ResolvedRefs RefNotPermitted'],
    ['weight 0', { name: 'gone', port: 80, weight: 0 }, 'Accepted'],
    [
      'a host',
      { group: 'networking.istio.io', kind: 'Hostname', name: 'cart.shop.svc.cluster.local', port: 80 },
      'Accepted',
    ],
  ])('with %s', (_, backend, expected) => {
    expect(refused({ backendRefs: [backend] })).toBe(expected);
  });

  it('may cross namespaces when a ReferenceGrant says so, and for Service parents always', () => {
    const far = { backendRefs: [{ name: 'far', namespace: 'other', port: 80 }] };
    const grant = object(`${GATEWAY}/v1`, 'ReferenceGrant', 'other/grant', {
      from: [{ group: GATEWAY, kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    });
    expect(refused(far, INGRESS, 'HTTPRoute', [grant])).toBe('Accepted');
    expect(refused(far, INGRESS, 'GRPCRoute', [grant])).toBe('ResolvedRefs RefNotPermitted');
    expect(refused(far, CART)).toBe('Accepted');
  });

  it('may use the filters that istiod converts', () => {
    const backendRefs = [{ name: 'cart', port: 80 }];
    const gone = { type: 'RequestMirror', requestMirror: { backendRef: { name: 'gone', port: 80 } } };
    expect(refused({ backendRefs, filters: [{ type: 'URLRewrite' }] })).toBe('Accepted');
    expect(refused({ backendRefs, filters: [{ type: 'ExtensionRef' }] })).toBe('ResolvedRefs InvalidFilter');
    expect(refused({ backendRefs, filters: [gone] })).toBe('ResolvedRefs BackendNotFound');
  });
});
