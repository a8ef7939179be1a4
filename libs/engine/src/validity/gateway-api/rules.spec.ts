import { describe, expect, it } from '@jest/globals';
import { wrongFields } from '../../testing/wrong-fields.js';

const wrong = (kind: string, spec: string, version = 'v1', group = 'gateway.networking.k8s.io'): (string | null)[] =>
  wrongFields(`${group}/${version}`, kind, spec);

const BACKEND = 'backendRefs: [{ name: a, port: 80 }]';
const http = (rule: string) => `{ rules: [{ ${rule} }] }`;
const prefix = 'path: { type: ReplacePrefixMatch, replacePrefixMatch: /a }';
const rewrite = `filters: [{ type: URLRewrite, urlRewrite: { ${prefix} } }]`;
const matches = (count: number) => `matches: [${Array.from({ length: count }, () => '{ }').join()}]`;

describe('a route of any kind', () => {
  it.each([
    ['{ name: g, sectionName: a }, { name: g, sectionName: a }', ['spec.parentRefs[1]']],
    ['{ name: g }, { name: g, sectionName: a }', ['spec.parentRefs[1]']],
    ['{ name: g }, { kind: Gateway, name: g }', ['spec.parentRefs[1]']],
    ['{ name: g, sectionName: a }, { name: g, sectionName: b }', []],
    ['{ name: g, port: 80 }, { name: g, port: 81 }', []],
    ['{ name: g }, { name: g, namespace: other }', []],
    ['{ name: g }, { kind: Service, group: "", name: g }', []],
  ])('names its parents once each: %s', (parents, fields) => {
    for (const kind of ['HTTPRoute', 'GRPCRoute']) {
      expect(wrong(kind, `{ parentRefs: [${parents}] }`)).toEqual(fields);
    }
    expect(wrong('TCPRoute', `{ parentRefs: [${parents}], rules: [{ ${BACKEND} }] }`, 'v1alpha2')).toEqual(fields);
  });

  it('says the port of a backend that is a Service, and of no other', () => {
    const other = 'backendRefs: [{ group: inference.networking.k8s.io, kind: InferencePool, name: a }]';
    for (const kind of ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']) {
      const version = kind.startsWith('T') ? 'v1alpha2' : 'v1';
      expect(wrong(kind, http('backendRefs: [{ name: a }]'), version)).toEqual(['spec.rules[0].backendRefs[0].port']);
      expect(wrong(kind, http(BACKEND), version)).toEqual([]);
      expect(wrong(kind, http(other), version)).toEqual([]);
    }
  });

  it('has distinct names of rules and no more than 128 matches', () => {
    expect(wrong('HTTPRoute', '{ rules: [{ name: a }, { name: a }] }')).toEqual(['spec.rules[1].name']);
    expect(wrong('GRPCRoute', '{ rules: [{ name: a }, { name: b }, {}, {}] }')).toEqual([]);
    const two = `{ ${matches(64)} }, { ${matches(64)} }`;
    expect(wrong('HTTPRoute', `{ rules: [${two}] }`)).toEqual([]);
    expect(wrong('HTTPRoute', `{ rules: [${two}, {}] }`)).toEqual(['spec.rules']);
  });
});

describe('an HTTPRoute', () => {
  it.each([
    ['matches: [{ path: { value: "" } }]', ['spec.rules[0].matches[0].path.value']],
    ['matches: [{ path: { value: "/a b" } }]', ['spec.rules[0].matches[0].path.value']],
    ['matches: [{ path: { value: "/a%20b;c=(d)" } }]', []],
    ['matches: [{ path: { type: RegularExpression, value: "[a b]" } }]', []],
    ['timeouts: { request: 1s, backendRequest: 1m }', ['spec.rules[0].timeouts.backendRequest']],
    ['timeouts: { request: 1m, backendRequest: 60000ms }', []],
    ['timeouts: { request: 0s, backendRequest: 1m }', []],
    [`${matches(2)}, ${rewrite}`, ['spec.rules[0].matches']],
    [`matches: [{ path: { type: Exact, value: /a } }], ${rewrite}`, ['spec.rules[0].matches']],
    [`matches: [{ headers: [{ name: a, value: b }] }], ${rewrite}`, []],
    [rewrite, []],
    [`${matches(2)}, backendRefs: [{ name: a, port: 80, ${rewrite} }]`, ['spec.rules[0].matches']],
  ])('has paths, timeouts and prefixes that fit: %s', (rule, fields) => {
    expect(wrong('HTTPRoute', http(rule))).toEqual(fields);
  });

  it.each([
    [
      '{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath } } }',
      ['spec.rules[0].filters[0].urlRewrite.path.replaceFullPath'],
    ],
    [
      '{ type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath, replaceFullPath: /, replacePrefixMatch: / } } }',
      ['spec.rules[0].filters[0].requestRedirect.path.replacePrefixMatch'],
    ],
    ['{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: "" } } }', []],
    ['{ type: URLRewrite, urlRewrite: {} }, { type: URLRewrite, urlRewrite: {} }', ['spec.rules[0].filters[1]']],
    [
      '{ type: RequestMirror, requestMirror: { backendRef: { name: a, port: 80 } } }, { type: RequestMirror, requestMirror: { backendRef: { name: a, port: 80 }, percent: 5 } }',
      [],
    ],
    [
      '{ type: RequestMirror, requestMirror: { backendRef: { name: a } } }',
      ['spec.rules[0].filters[0].requestMirror.backendRef.port'],
    ],
    [
      '{ type: RequestMirror, requestMirror: { backendRef: { name: a, port: 80 }, percent: 5, fraction: { numerator: 1 } } }',
      ['spec.rules[0].filters[0].requestMirror.fraction'],
    ],
  ])('has filters that fit: %s', (filters, fields) => {
    expect(wrong('HTTPRoute', http(`filters: [${filters}]`))).toEqual(fields);
  });
});

describe('a GRPCRoute', () => {
  it.each([
    ['{ service: shop.Cart, method: Get }', []],
    ['{ method: "Get/All", type: RegularExpression }', []],
    ['{ service: .Shop }', []],
    ['{}', ['spec.rules[0].matches[0].method']],
    ['{ service: shop/Cart }', ['spec.rules[0].matches[0].method.service']],
    ['{ method: Get.All }', ['spec.rules[0].matches[0].method.method']],
  ])('names services and methods of gRPC: %s', (method, fields) => {
    expect(wrong('GRPCRoute', http(`matches: [{ method: ${method} }]`))).toEqual(fields);
  });

  it('has filters that fit', () => {
    const set = '{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [a] } }';
    expect(wrong('GRPCRoute', http(`filters: [${set}]`))).toEqual([]);
    expect(wrong('GRPCRoute', http(`filters: [${set}, ${set}]`))).toEqual(['spec.rules[0].filters[1]']);
    expect(wrong('GRPCRoute', http('filters: [{ type: ExtensionRef }]'))).toEqual([
      'spec.rules[0].filters[0].extensionRef',
    ]);
  });
});

describe('a TLSRoute', () => {
  it('has no addresses among its hosts, but in v1alpha2', () => {
    const spec = `{ hostnames: [10.0.0.1], rules: [{ ${BACKEND} }] }`;
    expect(wrong('TLSRoute', spec)).toEqual(['spec.hostnames[0]']);
    expect(wrong('TLSRoute', spec, 'v1alpha2')).toEqual([]);
    expect(wrong('TLSRoute', `{ hostnames: [a.b, "*.b"], rules: [{ ${BACKEND} }] }`)).toEqual([]);
  });
});

describe('a BackendTLSPolicy', () => {
  const policy = (targets: string, validation: string) =>
    `{ targetRefs: [${targets}], validation: { hostname: a.b, ${validation} } }`;
  const one = '{ group: "", kind: Service, name: a }';
  const section = (name: string) => `{ group: "", kind: Service, name: a, sectionName: ${name} }`;
  const certificates = 'caCertificateRefs: [{ group: "", kind: ConfigMap, name: a }]';

  it.each([
    [one, 'wellKnownCACertificates: System', []],
    [one, certificates, []],
    [one, `${certificates}, wellKnownCACertificates: System`, ['spec.validation.wellKnownCACertificates']],
    [one, 'caCertificateRefs: []', ['spec.validation.caCertificateRefs']],
    [`${section('tls')}, ${section('web')}`, certificates, []],
    [`${one}, ${section('web')}`, certificates, ['spec.targetRefs[1].sectionName']],
    [`${section('tls')}, ${section('tls')}`, certificates, ['spec.targetRefs[1].sectionName']],
    [one, `${certificates}, subjectAltNames: [{ type: URI, uri: spiffe://a/b }]`, []],
    [
      one,
      `${certificates}, subjectAltNames: [{ type: URI, hostname: a.b }]`,
      ['spec.validation.subjectAltNames[0].hostname'],
    ],
  ])('has one source of certificates and distinct targets (%#)', (targets, validation, fields) => {
    expect(wrong('BackendTLSPolicy', policy(targets, validation))).toEqual(fields);
  });
});

describe('a Gateway', () => {
  const gateway = (listener: string, more = '') =>
    `{ gatewayClassName: istio, listeners: [{ name: a, port: 443, ${listener} }]${more} }`;

  it('has certificates where TLS ends', () => {
    expect(wrong('Gateway', gateway('protocol: HTTPS, tls: {}'))).toEqual(['spec.listeners[0].tls.certificateRefs']);
    for (const tls of [
      'certificateRefs: [{ name: a }]',
      'options: { a.b/c: d }',
      'mode: Terminate, options: { a: b }',
    ]) {
      expect(wrong('Gateway', gateway(`protocol: HTTPS, tls: { ${tls} }`))).toEqual([]);
    }
    expect(wrong('Gateway', gateway('protocol: TLS, tls: { mode: Passthrough }'))).toEqual([]);
    expect(wrong('Gateway', gateway('protocol: HTTPS'))).toEqual([]);
  });

  it('has distinct addresses', () => {
    const addresses = (second: string) => gateway('protocol: HTTP', `, addresses: [{ value: 10.0.0.1 }, ${second}]`);
    expect(wrong('Gateway', addresses('{ type: IPAddress, value: 10.0.0.1 }'))).toEqual(['spec.addresses[1].value']);
    expect(wrong('Gateway', addresses('{ type: Hostname, value: 10.0.0.1 }'))).toEqual([]);
  });
});

describe('an XListenerSet', () => {
  const listeners = (text: string) =>
    wrong(
      'XListenerSet',
      `{ parentRef: { name: g }, listeners: [${text}] }`,
      'v1alpha1',
      'gateway.networking.x-k8s.io',
    );

  it('has listeners as a Gateway has them', () => {
    expect(listeners('{ name: a, port: 80, protocol: HTTP, tls: {} }')).toEqual(['spec.listeners[0].tls']);
    expect(listeners('{ name: a, port: 80, protocol: HTTP }, { name: a, port: 81, protocol: HTTP }')).toEqual([
      'spec.listeners[1].name',
    ]);
    expect(listeners('{ name: a, protocol: HTTP }, { name: b, protocol: HTTP }')).toEqual([]);
  });
});
