import { describe, expect, it } from '@jest/globals';
import { buildModel } from './build.js';
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
import { declaredProtocol } from './port-protocol.js';

const shop = namespace('shop');

describe('the declared protocol of a port', () => {
  it.each([
    ['http', undefined, 'HTTP'],
    ['http-web', undefined, 'HTTP'],
    ['HTTP2', undefined, 'HTTP'],
    ['grpc-web-x', undefined, 'HTTP'],
    ['grpc', undefined, 'HTTP'],
    ['tcp-odd', 'http', 'HTTP'],
    ['http', 'tcp', 'TCP'],
    ['https', undefined, 'TCP'],
    ['tls', undefined, 'TCP'],
    ['mongo-db', undefined, 'TCP'],
    ['web', undefined, 'UNDECLARED'],
    ['', undefined, 'UNDECLARED'],
    ['http', 'example.com/own', 'UNDECLARED'],
    ['x', 'kubernetes.io/h2c', 'HTTP'],
    ['x', 'kubernetes.io/ws', 'HTTP'],
    ['x', 'kubernetes.io/wss', 'TCP'],
  ])('named %j with appProtocol %j is %s', (name, appProtocol, protocol) => {
    expect(declaredProtocol(8080, name, 'TCP', appProtocol)).toBe(protocol);
  });

  it('is TCP on the ports of servers that speak first, unless it is declared', () => {
    expect(declaredProtocol(3306, 'db', 'TCP')).toBe('TCP');
    expect(declaredProtocol(3306, 'http', 'TCP')).toBe('HTTP');
  });

  it('is UDP for UDP, whatever the name says', () => {
    expect(declaredProtocol(80, 'http', 'UDP', 'http')).toBe('UDP');
  });
});

describe('the endpoints of a Service', () => {
  it('are the workloads that its selector matches in its own namespace, WorkloadEntries too', () => {
    const entry = workloadEntry('shop/vm', { address: '192.0.2.1' }, { labels: { app: 'reviews' } });
    const manifests = [shop, pod('shop/reviews'), pod('other/reviews'), entry, service('shop/reviews')];
    expect(modelOf(manifests).services[0]?.workloads.map(({ name }) => name)).toEqual(['reviews', 'vm']);
  });

  it('leave out pods that have ended', () => {
    const manifests = [shop, pod('shop/reviews', { phase: 'Failed' }), service('shop/reviews')];
    expect(modelOf(manifests).services[0]?.workloads).toEqual([]);
  });

  it('are what its EndpointSlices list when it has no selector', () => {
    const slice = manifestsFromYaml(`
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: manual, namespace: shop, labels: { kubernetes.io/service-name: manual } }
endpoints:
  - { addresses: [10.0.0.1], targetRef: { kind: Pod, name: reviews, namespace: shop } }
  - { addresses: [192.0.2.9] }
`);
    const manual = service('shop/manual', { selector: {} });
    const model = modelOf([shop, pod('shop/reviews'), pod('shop/ratings'), manual, ...slice]);
    expect(model.services[0]?.workloads.map(({ name }) => name)).toEqual(['reviews']);
  });

  it('are known from the workload too', () => {
    const model = modelOf([
      shop,
      pod('shop/reviews'),
      service('shop/reviews'),
      service('shop/all', { selector: { app: 'reviews' } }),
    ]);
    const [workload] = model.workloads;
    expect(workload && model.servicesByWorkload.get(workload)?.map(({ name }) => name)).toEqual(['all', 'reviews']);
  });
});

describe('the ports of a Service', () => {
  const ports = [{ name: 'http', port: 80, targetPort: 'web' }];

  it('resolve a named target port by the workloads that agree on it', () => {
    const model = modelOf([shop, pod('shop/reviews', { ports: { web: 9080 } }), service('shop/reviews', { ports })]);
    expect(model.services[0]?.ports).toEqual([
      { name: 'http', port: 80, targetPort: 9080, targetPortName: 'web', protocol: 'HTTP' },
    ]);
  });

  it('leave a named target port open when workloads disagree or none has it', () => {
    const one = pod('shop/one', { labels: { app: 'reviews' }, ports: { web: 9080 } });
    const two = pod('shop/two', { labels: { app: 'reviews' }, ports: { web: 9090 } });
    expect(modelOf([shop, one, two, service('shop/reviews', { ports })]).services[0]?.ports[0]?.targetPort).toBeNull();
    expect(modelOf([shop, service('shop/reviews', { ports })]).services[0]?.ports[0]?.targetPort).toBeNull();
  });

  it('target themselves when nothing else is said', () => {
    expect(modelOf([shop, service('shop/reviews', { ports: [{ port: 80 }] })]).services[0]?.ports[0]?.targetPort).toBe(
      80,
    );
  });
});

describe('addresses', () => {
  it('of a headless Service are none', () => {
    expect(modelOf([shop, service('shop/reviews', { ip: 'None' })]).services[0]).toMatchObject({
      headless: true,
      addresses: [],
    });
  });

  it('of a ServiceEntry are those written, else those that istiod allocated for the host', () => {
    const [allocated] = manifestsFromYaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [a.example, b.example], resolution: DNS }
status: { addresses: [{ host: a.example, value: 240.240.0.1 }, { host: b.example, value: 240.240.0.2 }] }
`);
    const written = serviceEntry('shop/written', {
      hosts: ['c.example'],
      addresses: ['10.9.0.1'],
      resolution: 'STATIC',
    });
    const model = modelOf([shop, written, ...(allocated === undefined ? [] : [allocated])]);
    expect(model.services.map(({ hostname, addresses }) => [hostname, addresses])).toEqual([
      ['a.example', ['240.240.0.1']],
      ['b.example', ['240.240.0.2']],
      ['c.example', ['10.9.0.1']],
    ]);
  });
});

describe('istio.io/ingress-use-waypoint', () => {
  const label = 'istio.io/ingress-use-waypoint';
  const used = (istioVersion: string, onService?: string, onNamespace?: string): boolean | undefined => {
    const ofNamespace: Record<string, string> = onNamespace === undefined ? {} : { [label]: onNamespace };
    const ofService: Record<string, string> = onService === undefined ? {} : { [label]: onService };
    const manifests = [
      namespace('shop', { labels: ofNamespace }),
      waypoint('shop/waypoint'),
      service('shop/reviews', { waypoint: 'waypoint', labels: ofService }),
    ];
    return modelOf(manifests, { istioVersion }).services[0]?.ingressUseWaypoint;
  };

  it.each([
    ['1.23.0', 'true', undefined, false],
    ['1.24.6', 'true', undefined, true],
    ['1.24.6', 'True', undefined, false],
    ['1.24.6', undefined, 'true', false],
    ['1.26.8', 'TRUE', undefined, true],
    ['1.26.8', '1', undefined, false],
    ['1.28.10', undefined, 'True', true],
    ['1.28.10', undefined, 't', false],
    ['1.30.3', 't', undefined, true],
    ['1.30.3', undefined, '1', true],
    ['1.30.3', 'tRUE', undefined, false],
    ['1.30.3', 'no', 'true', false],
  ])('in Istio %s, %s on the Service and %s on the namespace: %s', (version, onService, onNamespace, expected) => {
    expect(used(version, onService, onNamespace)).toBe(expected);
  });

  it('does nothing without a waypoint', () => {
    expect(
      modelOf([shop, service('shop/reviews', { labels: { [label]: 'true' } })]).services[0]?.ingressUseWaypoint,
    ).toBe(false);
  });
});

it('reports a ServiceEntry without hosts and a Service without a spec, and keeps the others', () => {
  const { model, skipped } = buildModel([
    shop,
    serviceEntry('shop/api', { resolution: 'DNS' }),
    object('v1', 'Service', 'shop/broken'),
    service('shop/reviews'),
  ]);
  expect(model.services.map(({ name }) => name)).toEqual(['reviews']);
  expect(skipped.map(({ message }) => message).sort()).toEqual(['spec must be set.', 'spec.hosts must be set.']);
});
