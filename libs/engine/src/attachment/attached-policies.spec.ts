import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorizationPolicy, modelOf, namespace, service, waypoint } from '../testing/index.js';
import { AttachedPolicies } from './attached-policies.js';
import { attaches } from './attaches.js';

const NAMESPACES = ['istio-system', 'shop', 'web'];
const targetRef = fc.record({
  group: fc.constantFrom('', 'core', 'gateway.networking.k8s.io', 'networking.istio.io'),
  kind: fc.constantFrom('Service', 'ServiceEntry', 'Gateway', 'GatewayClass', 'Pod'),
  name: fc.constantFrom('cart', 'waypoint', 'istio-waypoint'),
  namespace: fc.constantFrom('', ...NAMESPACES),
});
const policies = fc
  .array(fc.tuple(fc.constantFrom(...NAMESPACES), fc.array(targetRef, { minLength: 1, maxLength: 3 })), {
    maxLength: 8,
  })
  .map((specs) => specs.map(([ns, targetRefs], index) => authorizationPolicy(`${ns}/p${index}`, { targetRefs })));

const cluster = NAMESPACES.flatMap((name) => [
  namespace(name),
  service(`${name}/cart`, { waypoint: 'shop/waypoint' }),
  waypoint(`${name}/waypoint`, { allowed: { from: 'All' } }),
]);

describe('the policies of a waypoint chain', () => {
  it('are those for which Istio says that they attach', () => {
    fc.assert(
      fc.property(policies, (written) => {
        const model = modelOf([...cluster, ...written]);
        const index = new AttachedPolicies(model, 'AuthorizationPolicy');
        const settings = { rootNamespace: 'istio-system', selectorsReachGateways: true };
        for (const gateway of model.gateways) {
          for (const chainService of [null, ...model.services]) {
            const proxy = {
              namespace: gateway.namespace,
              labels: {},
              isWaypoint: true,
              gatewayName: gateway.name,
              service: chainService,
            };
            const attached = model.policies.filter((policy) => attaches(policy, proxy, settings));
            const names = index.ofChain(gateway, chainService).map(({ name }) => name);
            expect([...names].sort()).toEqual(attached.map(({ name }) => name).sort());
          }
        }
      }),
      { numRuns: 200, seed: 20261124 },
    );
  });
});

describe('the shared attachment rule (semantics 3.1)', () => {
  const settings = { rootNamespace: 'istio-system', selectorsReachGateways: true };
  const sidecar = { namespace: 'shop', labels: { app: 'cart' }, isWaypoint: false, gatewayName: null, service: null };
  const router = { ...sidecar, gatewayName: 'ingress' };
  const envoyWaypoint = { ...sidecar, isWaypoint: true, gatewayName: 'waypoint' };
  const policyOf = (spec: Readonly<Record<string, unknown>>) => {
    const [policy] = modelOf([authorizationPolicy('shop/policy', spec)]).policies;
    if (policy === undefined) throw new Error('no policy');
    return policy;
  };
  const gatewayRef = (name: string) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name });

  it.each([
    ['a sidecar takes what has no selector', sidecar, {}, true],
    ['a sidecar takes what has an empty selector', sidecar, { selector: {} }, true],
    ['a sidecar takes a selector that fits', sidecar, { selector: { matchLabels: { app: 'cart' } } }, true],
    ['a sidecar leaves a selector that does not fit', sidecar, { selector: { matchLabels: { app: 'web' } } }, false],
    ['a sidecar leaves every targetRef', sidecar, { targetRefs: [gatewayRef('waypoint')] }, false],
    ['a gateway takes what has no selector', router, {}, true],
    ['a gateway takes its own name', router, { targetRefs: [gatewayRef('ingress')] }, true],
    ['a gateway leaves a Service', router, { targetRefs: [{ group: '', kind: 'Service', name: 'cart' }] }, false],
    ['a waypoint leaves what has no targetRefs', envoyWaypoint, {}, false],
    ['a waypoint takes its own name', envoyWaypoint, { targetRefs: [gatewayRef('waypoint')] }, true],
  ] as const)('%s', (_what, proxy, spec, expected) => {
    expect(attaches(policyOf(spec), proxy, settings)).toBe(expected);
  });

  it('keeps selectors away from Gateway API gateways when istiod is told so', () => {
    expect(attaches(policyOf({}), router, { ...settings, selectorsReachGateways: false })).toBe(false);
  });
});
