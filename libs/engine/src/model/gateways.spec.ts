import { describe, expect, it } from '@jest/globals';
import { buildModel } from './build.js';
import { manifestOf, modelOf, namespace, object, pod, service, waypoint } from '../testing/index.js';

const gatewayClass = (name: string, controllerName: string, labels: Record<string, string> = {}) =>
  manifestOf({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name, labels },
    spec: { controllerName },
  });

const runs = (gateway: string) => ({ 'gateway.networking.k8s.io/gateway-name': gateway });

describe('the role of a Gateway', () => {
  it.each([
    ['istio-waypoint', 'WAYPOINT'],
    ['istio-agentgateway-waypoint', 'AGENTGATEWAY_WAYPOINT'],
    ['istio-east-west', 'EASTWEST'],
    ['istio-remote', 'REMOTE'],
    ['istio', 'GATEWAY'],
    ['acme', 'GATEWAY'],
  ])('of class %s is %s without any GatewayClass in the snapshot', (className, role) => {
    expect(modelOf([waypoint('shop/gateway', { className })]).gateways[0]?.role).toBe(role);
  });

  it('follows the controller of its class, not the name', () => {
    const manifests = [
      gatewayClass('mine', 'istio.io/mesh-controller'),
      waypoint('shop/gateway', { className: 'mine' }),
    ];
    expect(modelOf(manifests).gateways[0]?.role).toBe('WAYPOINT');
  });

  it('is a sandwich when it serves as waypoint and ztunnel captures its pods', () => {
    const gateway = waypoint('shop/edge', { className: 'istio' });
    const reviews = service('shop/reviews', { waypoint: 'edge' });
    const roleWith = (captured: boolean) =>
      modelOf([namespace('shop'), gateway, reviews, pod('shop/edge-0', { captured, labels: runs('edge') })]).gateways[0]
        ?.role;
    expect(roleWith(true)).toBe('SANDWICH');
    expect(roleWith(false)).toBe('GATEWAY');
  });

  it('is a sandwich without pods when its inbound binding announces it', () => {
    const annotations = { 'ambient.istio.io/waypoint-inbound-binding': 'PROXY/15088' };
    const gateway = waypoint('shop/edge', { className: 'istio', annotations });
    const model = modelOf([namespace('shop'), gateway, service('shop/reviews', { waypoint: 'edge' })]);
    expect(model.gateways[0]).toMatchObject({ role: 'SANDWICH', inboundBinding: { protocol: 'PROXY', port: 15088 } });
  });
});

describe('istio.io/waypoint-for', () => {
  const onClass = gatewayClass('mine', 'istio.io/mesh-controller', { 'istio.io/waypoint-for': 'all' });
  const effective = (waypointFor: string | undefined, istioVersion: string) =>
    modelOf(
      [onClass, waypoint('shop/gateway', { className: 'mine', ...(waypointFor === undefined ? {} : { waypointFor }) })],
      {
        istioVersion,
      },
    ).gateways[0]?.waypointFor;

  it('is read from the Gateway, else from its class, else it is service', () => {
    expect(effective('workload', '1.30')).toBe('workload');
    expect(effective(undefined, '1.30')).toBe('all');
    expect(modelOf([waypoint('shop/gateway')]).gateways[0]?.waypointFor).toBe('service');
  });

  it('was not read from the class before 1.23', () => {
    expect(effective(undefined, '1.22.8')).toBe('service');
  });
});

describe('the service account of a gateway', () => {
  it('is that of its pods, else the annotation, else what istiod would name it', () => {
    const withPod = [waypoint('shop/w'), pod('shop/w-0', { labels: runs('w'), serviceAccount: 'own' })];
    expect(modelOf(withPod).gateways[0]?.serviceAccount).toBe('own');
    const annotations = { 'gateway.istio.io/service-account': 'given' };
    expect(modelOf([waypoint('shop/w', { annotations })]).gateways[0]?.serviceAccount).toBe('given');
    expect(modelOf([waypoint('shop/w')]).gateways[0]?.serviceAccount).toBe('w');
    expect(modelOf([waypoint('shop/w', { className: 'istio' })]).gateways[0]?.serviceAccount).toBe('w-istio');
  });
});

it('knows the workloads that run a gateway and what is bound to it', () => {
  const shop = namespace('shop', { waypoint: 'w' });
  const model = modelOf([shop, waypoint('shop/w'), pod('shop/w-0', { labels: runs('w') }), service('shop/reviews')]);
  const [gateway] = model.gateways;
  expect(gateway?.workloads.map(({ name }) => name)).toEqual(['w-0']);
  expect(gateway?.boundServices.map(({ name }) => name)).toEqual(['reviews']);
  expect(model.workloads[0]?.gateway).toBe(gateway);
  expect(Object.isFrozen(gateway)).toBe(true);
});

it('reports a Gateway without a class', () => {
  const { model, skipped } = buildModel([
    object('gateway.networking.k8s.io/v1', 'Gateway', 'shop/w', {
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    }),
  ]);
  expect(model.gateways).toEqual([]);
  expect(skipped[0]?.message).toBe('spec.gatewayClassName must be set.');
});
