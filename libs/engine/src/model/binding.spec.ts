import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../manifest/manifest.js';
import {
  manifestsFromYaml,
  modelOf,
  namespace,
  object,
  pod,
  service,
  serviceEntry,
  waypoint,
  workloadEntry,
} from '../testing/index.js';
import type { Binding } from './model.js';

const shop = namespace('shop');

function bindingOfService(...manifests: Manifest[]): Binding {
  const found = modelOf([shop, ...manifests]).services.find(({ name }) => name !== 'waypoint');
  if (found === undefined) throw new Error('The model has no service.');
  return found.binding;
}

function bindingOfWorkload(...manifests: Manifest[]): Binding {
  const [found] = modelOf([shop, ...manifests]).workloads;
  if (found === undefined) throw new Error('The model has no workload.');
  return found.binding;
}

const named = ({ reason, waypoint: bound, referencedFrom }: Binding) => ({
  reason,
  waypoint: bound === null ? null : `${bound.namespace}/${bound.name}`,
  referencedFrom,
});

describe('binding of a Service', () => {
  it('follows the label on the Service', () => {
    const binding = bindingOfService(waypoint('shop/waypoint'), service('shop/reviews', { waypoint: 'waypoint' }));
    expect(named(binding)).toEqual({ reason: 'BOUND', waypoint: 'shop/waypoint', referencedFrom: 'OBJECT' });
  });

  it('follows the label on the namespace when the Service has none', () => {
    const ambient = namespace('shop', { waypoint: 'waypoint' });
    const binding = modelOf([ambient, waypoint('shop/waypoint'), service('shop/reviews')]).services[0]?.binding;
    expect(binding && named(binding)).toEqual({
      reason: 'BOUND',
      waypoint: 'shop/waypoint',
      referencedFrom: 'NAMESPACE',
    });
  });

  it('never falls back to the namespace from a broken reference of its own', () => {
    const ambient = namespace('shop', { waypoint: 'waypoint' });
    const reviews = service('shop/reviews', { waypoint: 'gone' });
    const binding = modelOf([ambient, waypoint('shop/waypoint'), reviews]).services[0]?.binding;
    expect(binding && named(binding)).toEqual({ reason: 'WAYPOINT_MISSING', waypoint: null, referencedFrom: 'OBJECT' });
  });

  it('opts out with exactly none, and takes any other word for a name', () => {
    expect(bindingOfService(service('shop/reviews', { waypoint: 'none' })).reason).toBe('OPTED_OUT');
    expect(bindingOfService(service('shop/reviews', { waypoint: 'None' })).reason).toBe('WAYPOINT_MISSING');
    expect(bindingOfService(service('shop/reviews', { waypoint: '' })).reason).toBe('WAYPOINT_MISSING');
  });

  it('has no reference when only the namespace of a waypoint is named', () => {
    const labels = { 'istio.io/use-waypoint-namespace': 'infra' };
    const binding = bindingOfService(service('shop/reviews', { labels }));
    expect(binding.reason).toBe('NO_REFERENCE');
    expect(binding.evidence().map(({ field }) => field)).toContain(
      'metadata.labels["istio.io/use-waypoint-namespace"]',
    );
  });

  it('waits for a Gateway without an address', () => {
    const binding = bindingOfService(
      waypoint('shop/waypoint', { ready: false }),
      service('shop/reviews', { waypoint: 'waypoint' }),
    );
    expect(named(binding)).toEqual({ reason: 'WAYPOINT_NOT_READY', waypoint: null, referencedFrom: 'OBJECT' });
  });

  it('holds for a rendered Gateway, and says that its readiness is assumed', () => {
    const binding = bindingOfService(
      waypoint('shop/waypoint', { ready: 'UNKNOWN' }),
      service('shop/reviews', { waypoint: 'waypoint' }),
    );
    expect(binding.reason).toBe('BOUND');
    expect(binding.evidence().map(({ fact }) => fact)).toContain(
      'Gateway shop/waypoint has no status here; it is judged as if it were ready.',
    );
  });

  it('does not take a rendered Gateway for ready when the snapshot shows a running cluster', () => {
    const manifests = [waypoint('shop/waypoint', { ready: 'UNKNOWN' }), pod('shop/other')];
    expect(bindingOfService(...manifests, service('shop/reviews', { waypoint: 'waypoint' })).reason).toBe(
      'WAYPOINT_NOT_READY',
    );
  });

  it.each([
    ['workload', 'UNSUPPORTED_TRAFFIC_TYPE'],
    ['none', 'UNSUPPORTED_TRAFFIC_TYPE'],
    ['services', 'UNSUPPORTED_TRAFFIC_TYPE'],
    ['all', 'BOUND'],
    ['service', 'BOUND'],
  ])('with a waypoint for %s is %s', (waypointFor, reason) => {
    const binding = bindingOfService(
      waypoint('shop/waypoint', { waypointFor }),
      service('shop/reviews', { waypoint: 'waypoint' }),
    );
    expect(binding.reason).toBe(reason);
  });

  it.each([
    ['an ExternalName Service', service('shop/reviews', { waypoint: 'waypoint', type: 'ExternalName' }), 'NOT_AMBIENT'],
    [
      'the Service of a waypoint',
      service('shop/reviews', {
        waypoint: 'waypoint',
        labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
      }),
      'IS_WAYPOINT_INSTANCE',
    ],
  ])('leaves out %s', (_what, left, reason) => {
    expect(bindingOfService(waypoint('shop/waypoint'), left).reason).toBe(reason);
  });
});

describe('the listener of a waypoint', () => {
  const fromShop = service('shop/reviews', { waypoint: 'infra/waypoint' });
  const selecting = (labels: Record<string, string>) => ({ from: 'Selector', selector: { matchLabels: labels } });

  it.each([
    ['its own namespace when it says nothing', undefined, 'ATTACHMENT_DENIED'],
    ['its own namespace when it says Same', { from: 'Same' }, 'ATTACHMENT_DENIED'],
    ['its own namespace when it says a word that nobody knows', { from: 'None' }, 'ATTACHMENT_DENIED'],
    ['every namespace', { from: 'All' }, 'BOUND'],
    ['the namespaces that a selector matches', selecting({ team: 'shop' }), 'BOUND'],
    [
      'namespaces by the name that the API server writes on them',
      selecting({ 'kubernetes.io/metadata.name': 'shop' }),
      'BOUND',
    ],
    ['no other namespace than the selector matches', selecting({ team: 'pay' }), 'ATTACHMENT_DENIED'],
    ['nothing by a missing selector', { from: 'Selector' }, 'ATTACHMENT_DENIED'],
    ['everything by an empty selector', { from: 'Selector', selector: {} }, 'BOUND'],
  ])('admits %s', (_what, allowed, reason) => {
    const labelled = namespace('shop', { labels: { team: 'shop' } });
    const gateway = waypoint('infra/waypoint', allowed === undefined ? {} : { allowed });
    const model = modelOf([labelled, namespace('infra'), gateway, fromShop]);
    expect(model.services[0]?.binding.reason).toBe(reason);
  });

  it('of 15008 and HBONE decides, not the first one', () => {
    const listeners = [
      { name: 'other', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
      { name: 'mesh', port: 15008, protocol: 'HBONE' },
    ];
    expect(bindingOfService(waypoint('infra/waypoint', { listeners }), fromShop).reason).toBe('ATTACHMENT_DENIED');
  });

  it('that the inbound binding names decides for a sandwich', () => {
    const listeners = [
      { name: 'mesh', port: 15008, protocol: 'HBONE' },
      { name: 'proxy', port: 15088, protocol: 'istio.io/PROXY', allowedRoutes: { namespaces: { from: 'All' } } },
    ];
    const annotations = { 'ambient.istio.io/waypoint-inbound-binding': 'PROXY/15088' };
    const gateway = waypoint('infra/waypoint', { className: 'istio', listeners, annotations });
    expect(bindingOfService(gateway, fromShop).reason).toBe('BOUND');
  });
});

describe('binding of a workload', () => {
  it('needs a waypoint that is for workloads', () => {
    const reviews = pod('shop/reviews', { waypoint: 'waypoint' });
    expect(bindingOfWorkload(waypoint('shop/waypoint'), reviews).reason).toBe('UNSUPPORTED_TRAFFIC_TYPE');
    expect(bindingOfWorkload(waypoint('shop/waypoint', { waypointFor: 'all' }), reviews).reason).toBe('BOUND');
  });

  it('is none for a pod of a waypoint', () => {
    const labels = { 'gateway.networking.k8s.io/gateway-name': 'waypoint' };
    const binding = bindingOfWorkload(
      waypoint('shop/waypoint', { waypointFor: 'all' }),
      pod('shop/waypoint-0', { labels, waypoint: 'waypoint' }),
    );
    expect(binding.reason).toBe('IS_WAYPOINT_INSTANCE');
  });

  it('follows the labels of a WorkloadEntry', () => {
    const entry = workloadEntry('shop/vm', { address: '192.0.2.1' }, { waypoint: 'waypoint' });
    expect(bindingOfWorkload(waypoint('shop/waypoint', { waypointFor: 'workload' }), entry).reason).toBe('BOUND');
  });

  it('follows the labels of an inline endpoint, not those of its ServiceEntry', () => {
    const endpoints = [{ address: '192.0.2.1', labels: { 'istio.io/use-waypoint': 'waypoint' } }];
    const entry = serviceEntry('shop/api', { hosts: ['api.example'], resolution: 'STATIC', endpoints });
    const gateway = waypoint('shop/waypoint', { waypointFor: 'all' });
    const model = modelOf([shop, gateway, entry]);
    expect(model.workloads.map(({ binding }) => binding.reason)).toEqual(['BOUND']);
    expect(model.services.map(({ binding }) => binding.reason)).toEqual(['NO_REFERENCE']);
  });

  it('is none for an endpoint that DNS names', () => {
    const ambient = namespace('shop', { waypoint: 'waypoint' });
    const entry = serviceEntry('shop/api', { hosts: ['api.example'], resolution: 'DNS' });
    const model = modelOf([ambient, waypoint('shop/waypoint', { waypointFor: 'all' }), entry]);
    expect(model.workloads.map(({ binding }) => binding.reason)).toEqual(['NOT_AMBIENT']);
    expect(model.services.map(({ binding }) => binding.reason)).toEqual(['BOUND']);
  });
});

describe('the place of a reference', () => {
  const USE = 'istio.io/use-waypoint';
  const placeOf = ({ referencedAt }: Binding) =>
    referencedAt && [referencedAt.manifest.kind, referencedAt.path.join(' ')];

  it('is the label of the namespace, the object or the pod template', () => {
    const ambient = namespace('shop', { waypoint: 'waypoint' });
    const cron = object('batch/v1', 'CronJob', 'shop/report', {
      jobTemplate: { spec: { template: { metadata: { labels: { [USE]: 'none' } }, spec: {} } } },
    });
    const model = modelOf([ambient, service('shop/reviews'), service('shop/own', { waypoint: 'x' }), cron]);
    expect(model.services.map(({ binding }) => placeOf(binding))).toEqual([
      ['Service', `metadata labels ${USE}`],
      ['Namespace', `metadata labels ${USE}`],
    ]);
    expect(model.workloads.map(({ binding }) => placeOf(binding))).toEqual([
      ['CronJob', `spec jobTemplate spec template metadata labels ${USE}`],
    ]);
  });

  it('is the label of an inline endpoint', () => {
    const endpoints = [{ address: '192.0.2.1' }, { address: '192.0.2.2', labels: { [USE]: 'gone' } }];
    const model = modelOf([
      shop,
      serviceEntry('shop/api', { hosts: ['api.example'], resolution: 'STATIC', endpoints }),
    ]);
    expect(model.workloads.map(({ binding }) => placeOf(binding))).toEqual([
      null,
      ['ServiceEntry', `spec endpoints 1 labels ${USE}`],
    ]);
  });
});

describe('a canary waypoint', () => {
  const canary = (weight: string | undefined, name = 'next') => ({
    waypoint: 'waypoint',
    labels: { 'istio.io/use-waypoint-canary': name },
    annotations: { ...(weight !== undefined && { 'istio.io/use-waypoint-canary-weight': weight }) },
  });
  const weightOf = (options: ReturnType<typeof canary>, istioVersion?: string): number | null => {
    const model = modelOf(
      [shop, waypoint('shop/waypoint'), waypoint('shop/next'), service('shop/reviews', options)],
      istioVersion === undefined ? {} : { istioVersion },
    );
    return model.services[0]?.binding.canary?.weight ?? null;
  };

  it.each([
    ['20', 20],
    [undefined, 0],
    ['+5', 5],
    ['101', null],
    ['-1', null],
    ['half', null],
    ['1.5', null],
  ])('of weight %s takes %s of 100 connections', (written, weight) => {
    expect(weightOf(canary(written))).toBe(weight);
  });

  it('is ignored when it is the primary, missing, or unknown to the release', () => {
    expect(weightOf(canary('20', 'waypoint'))).toBeNull();
    expect(weightOf(canary('20', 'gone'))).toBeNull();
    expect(weightOf(canary('20'), '1.30.0')).toBeNull();
    expect(weightOf(canary('20'), '1.31.0')).toBe(20);
  });

  it('is known to the Gateway whose traffic it takes', () => {
    const model = modelOf([
      shop,
      waypoint('shop/waypoint'),
      waypoint('shop/next'),
      service('shop/reviews', canary('20')),
    ]);
    const counts = model.gateways.map(({ name, boundServices, canaryServices }) => [
      name,
      boundServices.length,
      canaryServices.length,
    ]);
    expect(counts).toEqual([
      ['next', 0, 1],
      ['waypoint', 1, 0],
    ]);
  });
});

it('proves a binding by the label, the address, the listener and the traffic type, each with its line', () => {
  const yaml = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    istio.io/use-waypoint: waypoint
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: waypoint
  namespace: shop
  creationTimestamp: "2026-01-01T00:00:00Z"
  labels:
    istio.io/waypoint-for: all
spec:
  gatewayClassName: istio-waypoint
  listeners:
    - name: mesh
      port: 15008
      protocol: HBONE
      allowedRoutes:
        namespaces: { from: Same }
status:
  addresses:
    - { type: IPAddress, value: 10.96.0.9 }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;
  const [service] = modelOf(manifestsFromYaml(yaml, 'shop.yaml')).services;
  const chain = service?.binding.evidence().map(({ object, field, file, line }) => [object.kind, field, file, line]);
  expect(chain).toEqual([
    ['Namespace', 'metadata.labels["istio.io/use-waypoint"]', 'shop.yaml', 6],
    ['Gateway', 'status.addresses', 'shop.yaml', 25],
    ['Gateway', 'spec.listeners[0].allowedRoutes', 'shop.yaml', 22],
    ['Gateway', 'metadata.labels["istio.io/waypoint-for"]', 'shop.yaml', 15],
  ]);
});
