import { describe, expect, it } from '@jest/globals';
import { wrongFields } from '../../testing/wrong-fields.js';

const wrong = (kind: string, spec: string): (string | null)[] => wrongFields('networking.istio.io/v1', kind, spec);

describe('the traffic policy of a DestinationRule', () => {
  const POOL = 'connectionPool: { tcp: { maxConnections: 1, connectTimeout: 30ms, tcpKeepalive: { time: 7200s } } }';

  it.each([
    ['', 'trafficPolicy'],
    ['outlierDetection: { maxEjectionPercent: 101 }', 'trafficPolicy.outlierDetection.maxEjectionPercent'],
    ['outlierDetection: { interval: 0s }', 'trafficPolicy.outlierDetection.interval'],
    [
      'outlierDetection: { consecutiveLocalOriginFailures: 5 }',
      'trafficPolicy.outlierDetection.consecutiveLocalOriginFailures',
    ],
    [
      'outlierDetection: { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 5, interval: 1m }',
      null,
    ],
    ['outlierDetection: {}', null],
    [POOL, null],
    ['connectionPool: {}', 'trafficPolicy.connectionPool'],
    ['connectionPool: { http: { maxRetries: -1 } }', 'trafficPolicy.connectionPool.http.maxRetries'],
    [
      'connectionPool: { http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } }',
      'trafficPolicy.connectionPool.http.useClientProtocol',
    ],
    ['connectionPool: { tcp: { connectTimeout: 0.5ms } }', 'trafficPolicy.connectionPool.tcp.connectTimeout'],
    ['loadBalancer: { simple: LEAST_REQUEST }', null],
    [
      'loadBalancer: { consistentHash: { httpCookie: { name: "" } } }',
      'trafficPolicy.loadBalancer.consistentHash.httpCookie.name',
    ],
    ['loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 65537 } } }', null],
    [
      'loadBalancer: { consistentHash: { useSourceIp: true, maglev: { tableSize: 65536 } } }',
      'trafficPolicy.loadBalancer.consistentHash.maglev.tableSize',
    ],
    [
      'loadBalancer: { localityLbSetting: { distribute: [{ from: a/*, to: { a/*: 80, b/*: 10 } }] } }',
      'trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to',
    ],
    ['loadBalancer: { localityLbSetting: { distribute: [{ from: a/*, to: { a/*: 80, b/*: 20 } }] } }', null],
    [
      'loadBalancer: { localityLbSetting: { failover: [{ from: a, to: a }] } }',
      'trafficPolicy.loadBalancer.localityLbSetting.failover[0]',
    ],
    ['tls: { mode: MUTUAL, clientCertificate: /a }', 'trafficPolicy.tls.privateKey'],
    ['tls: { mode: SIMPLE, credentialName: a, caCertificates: /a }', 'trafficPolicy.tls.caCertificates'],
    ['tls: { mode: MUTUAL, credentialName: a }', null],
    ['tls: { mode: ISTIO_MUTUAL }', null],
    ['tunnel: { protocol: connect, targetHost: a.b, targetPort: 443 }', 'trafficPolicy.tunnel.protocol'],
    ['tunnel: { targetHost: a.b, targetPort: 443 }', null],
    ['retryBudget: { percent: 20 }', null],
    ['portLevelSettings: [{ port: { number: 80 } }]', 'trafficPolicy.portLevelSettings[0]'],
    ['portLevelSettings: [{ tls: { mode: DISABLE } }]', 'trafficPolicy.portLevelSettings[0].port'],
    [`portLevelSettings: [{ port: { number: 80 }, ${POOL} }]`, null],
  ])('is held to what Istio takes: %s', (policy, field) => {
    const fields = (prefix: string): string[] => (field === null ? [] : [`spec.${prefix}${field}`]);
    expect(wrong('DestinationRule', `{ host: a.b, trafficPolicy: { ${policy} } }`)).toEqual(fields(''));
    const subset = `{ host: a.b, subsets: [{ name: v1, trafficPolicy: { ${policy} } }] }`;
    expect(wrong('DestinationRule', subset)).toEqual(fields('subsets[0].'));
  });

  it('has subsets of distinct names', () => {
    expect(wrong('DestinationRule', '{ host: a.b, subsets: [{ name: v1 }, { name: v1 }] }')).toEqual([
      'spec.subsets[1].name',
    ]);
    expect(wrong('DestinationRule', '{ host: a.b, subsets: [{ name: v1 }, { name: v2 }] }')).toEqual([]);
  });
});

describe('a Sidecar', () => {
  const INGRESS = 'port: { number: 80, protocol: HTTP, name: http }';

  it.each([
    ['', 'spec'],
    ['workloadSelector: { labels: { app: a* } }, egress: [{ hosts: [./*] }]', 'spec.workloadSelector.labels.app'],
    [`ingress: [{ ${INGRESS}, defaultEndpoint: "127.0.0.1:80" }]`, null],
    [`ingress: [{ ${INGRESS} }, { ${INGRESS} }]`, 'spec.ingress[1].port.number'],
    [`ingress: [{ ${INGRESS}, bind: here }]`, 'spec.ingress[0].bind'],
    [`ingress: [{ ${INGRESS}, tls: { mode: ISTIO_MUTUAL } }]`, 'spec.ingress[0].tls.mode'],
    ['ingress: [{ port: { number: 80, protocol: HTP } }]', 'spec.ingress[0].port.protocol'],
    ['egress: [{ hosts: [./*] }, { port: { number: 80 }, hosts: [./*] }]', 'spec.egress[0].port'],
    ['egress: [{ port: { number: 80, protocol: TCP }, hosts: [./*] }, { hosts: ["~/*", istio-system/*] }]', null],
    ['egress: [{ bind: unix:///a, port: { protocol: HTTP }, hosts: [shop/*.b.c] }]', null],
    ['egress: [{ hosts: [shop/cart] }]', 'spec.egress[0].hosts[0]'],
    ['egress: [{ hosts: [Shop/a.b] }]', 'spec.egress[0].hosts[0]'],
    ['egress: [{ hosts: [shop/*a.b] }]', 'spec.egress[0].hosts[0]'],
    ['outboundTrafficPolicy: { mode: REGISTRY_ONLY }', null],
    ['outboundTrafficPolicy: { egressProxy: { host: a.b, port: { number: 80 } } }', 'spec.outboundTrafficPolicy.mode'],
    ['outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a.b, port: { number: 80 } } }', null],
  ])('has listeners that Istio takes: %s', (spec, field) => {
    expect(wrong('Sidecar', `{ ${spec} }`)).toEqual(field === null ? [] : [field]);
  });
});

describe('other objects of Istio', () => {
  it('select workloads without wildcards', () => {
    const config = (label: string) =>
      wrongFields('networking.istio.io/v1beta1', 'ProxyConfig', `{ selector: { matchLabels: { app: ${label} } } }`);
    expect(config('a*')).toEqual(['spec.selector.matchLabels.app']);
    expect(config('a')).toEqual([]);
  });

  it.each([
    ['wasm: { url: oci://a/b }', []],
    ['lua: { inlineCode: x }', []],
    ['wasm: { url: a }, lua: { inlineCode: x }', ['spec.lua']],
    ['phase: AUTHN', ['spec.wasm']],
    ['lua: { inlineCode: "" }', ['spec.lua.inlineCode']],
    ['wasm: { url: a, sha256: xyz }', ['spec.wasm.sha256']],
    ['selector: {}, targetRefs: [{ kind: Service, name: a }], lua: { inlineCode: x }', ['spec.targetRefs']],
  ])('extend traffic by one means: %s', (spec, fields) => {
    expect(wrongFields('extensions.istio.io/v1alpha1', 'TrafficExtension', `{ ${spec} }`)).toEqual(fields);
  });
});
