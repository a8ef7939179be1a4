import { describe, expect, it } from '@jest/globals';
import { readManifests } from '../manifest/read.js';
import { validate } from './validate.js';

/** What is said of the objects of a text. */
function said(yaml: string): string[] {
  const { manifests } = readManifests([{ name: 'objects.yaml', bytes: new TextEncoder().encode(yaml) }]);
  return validate(manifests).skipped.map(({ line, field, message }) => `${line} ${field}: ${message}`);
}

const policy = (spec: string, kind = 'AuthorizationPolicy', group = 'security.istio.io/v1') => `
apiVersion: ${group}
kind: ${kind}
metadata: { name: p, namespace: shop }
spec:
${spec.replace(/^/gm, '  ')}`;

const pod = (spec: string, metadata = '') => `
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop${metadata} }
spec: { ${spec} }`;

const service = (spec: string, metadata = 'name: cart') => `
apiVersion: v1
kind: Service
metadata: { ${metadata}, namespace: shop }
spec: { ${spec} }`;

describe('an object that the API server would refuse', () => {
  it.each([
    [
      'a label that YAML reads as a number',
      pod('containers: [{ name: a }]', ', labels: { app: 7 }'),
      '4 metadata.labels.app: metadata.labels.app must be a string, not a number; write it in quotes.',
    ],
    [
      'a label value with a space',
      pod('containers: [{ name: a }]', ', labels: { app: "a b" }'),
      '4 metadata.labels.app: metadata.labels.app must have at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends, not "a b".',
    ],
    [
      'a name in capitals',
      service('ports: [{ port: 80 }]', 'name: Cart'),
      '4 metadata.name: metadata.name must have at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends, not "Cart".',
    ],
    [
      'a time in words',
      pod('containers: [{ name: a }]', ', creationTimestamp: yesterday'),
      '4 metadata.creationTimestamp: metadata.creationTimestamp must be a time such as 2026-01-31T12:00:00Z, not "yesterday".',
    ],
    ['a Pod without containers', pod('serviceAccountName: a'), '5 spec.containers: spec.containers must be set.'],
    [
      'a truth as text',
      pod('hostNetwork: "true", containers: [{ name: a }]'),
      '5 spec.hostNetwork: spec.hostNetwork must be true or false, not a string.',
    ],
    [
      'a Service without ports',
      service('selector: { app: cart }'),
      '5 spec.ports: spec.ports must have at least one entry; only a headless Service or one of type ExternalName has no ports.',
    ],
    [
      'a port out of range',
      service('ports: [{ port: 70000 }]'),
      '5 spec.ports[0].port: spec.ports[0].port must be at most 65535, not 70000.',
    ],
    [
      'two ports of one name',
      service('ports: [{ name: a, port: 80 }, { name: a, port: 81 }]'),
      '5 spec.ports[1].name: spec.ports[1].name repeats the entry 0; each may come once.',
    ],
    [
      'an address in words',
      service('clusterIP: ten, ports: [{ port: 80 }]'),
      '5 spec.clusterIP: spec.clusterIP must be an IP address, not "ten".',
    ],
    [
      'a version that nobody serves',
      policy('rules: [{}]', 'AuthorizationPolicy', 'security.istio.io/v1alpha1'),
      '2 apiVersion: apiVersion must be security.istio.io/v1 or security.istio.io/v1beta1: no other version of the kind is served.',
    ],
    [
      'a kind in another case',
      policy('rules: [{}]', 'authorizationpolicy'),
      '3 kind: kind must be AuthorizationPolicy: there is no kind authorizationpolicy.',
    ],
  ])('is reported with its place: %s', (_what, yaml, expected) => {
    expect(said(yaml)).toEqual([expected]);
  });

  it.each([
    [
      'an unknown word',
      'action: allow',
      '6 spec.action: spec.action must be one of ALLOW, DENY, AUDIT, CUSTOM, not "allow"; did you mean ALLOW?',
    ],
    [
      'a misspelled field',
      'rules: [{ from: [{ source: { principal: [a] } }] }]',
      '6 spec.rules[0].from[0].source.principal: spec.rules[0].from[0].source.principal is not a field; did you mean principals?',
    ],
    [
      'a field in snake case',
      'target_refs: []',
      '6 spec.target_refs: spec.target_refs is not a field; did you mean targetRefs?',
    ],
    [
      'a list that is null',
      'rules: [{ to: [{ operation: { methods: null } }] }]',
      '6 spec.rules[0].to[0].operation.methods: spec.rules[0].to[0].operation.methods must not be null; give it a value or leave it out.',
    ],
    [
      'numbers for texts',
      'rules: [{ to: [{ operation: { ports: [80] } }] }]',
      '6 spec.rules[0].to[0].operation.ports[0]: spec.rules[0].to[0].operation.ports[0] must be a string, not a number; write it in quotes.',
    ],
    [
      'a selector beside targetRefs',
      'selector: {}\ntargetRefs: [{ kind: Service, name: a }]',
      '7 spec.targetRefs: spec.targetRefs must not be set beside selector; keep one of them.',
    ],
    [
      'a wildcard in a selector',
      'selector: { matchLabels: { app: ca* } }',
      '6 spec.selector.matchLabels.app: spec.selector.matchLabels.app must not have wildcards: labels are compared whole, and "ca*" would select nothing.',
    ],
  ])('breaks the schema of its kind: %s', (_what, spec, expected) => {
    expect(said(policy(spec))).toEqual([expected]);
  });
});

describe("an object that Istio's webhook would refuse", () => {
  const rule = (text: string) => policy(`rules: [{ ${text} }]`);

  it.each([
    [rule('from: [{ source: {} }]'), 'spec.rules[0].from[0].source', 'must ask for something'],
    [rule('from: [{}]'), 'spec.rules[0].from[0].source', 'must be set'],
    [
      rule('from: [{ source: { ipBlocks: [10.0.0.0/33] } }]'),
      'spec.rules[0].from[0].source.ipBlocks[0]',
      'must be an address block',
    ],
    [
      rule('from: [{ source: { serviceAccounts: [a/b/c] } }]'),
      'spec.rules[0].from[0].source.serviceAccounts[0]',
      'must be a service account',
    ],
    [
      rule('from: [{ source: { serviceAccounts: [a], namespaces: [b] } }]'),
      'spec.rules[0].from[0].source.serviceAccounts',
      'must not be set beside namespaces',
    ],
    [
      rule('to: [{ operation: { ports: ["8000-9000"] } }]'),
      'spec.rules[0].to[0].operation.ports[0]',
      'must be one port number',
    ],
    [
      rule('to: [{ operation: { paths: ["/a/{**}/{*}"] } }]'),
      'spec.rules[0].to[0].operation.paths[0]',
      'must have {**} as its last operator',
    ],
    [
      rule('to: [{ operation: { paths: ["/a/{name}"] } }]'),
      'spec.rules[0].to[0].operation.paths[0]',
      'must not have braces',
    ],
    [rule('when: [{ key: source.ip, values: [here] }]'), 'spec.rules[0].when[0].values[0]', 'must be an IP address'],
    [
      rule('when: [{ key: "destination.labels[a]", values: [x] }]'),
      'spec.rules[0].when[0].key',
      "the policy's selector says it",
    ],
    [
      rule('when: [{ key: request.headers, values: [x] }]'),
      'spec.rules[0].when[0].key',
      'must name an entry in brackets',
    ],
    [policy('action: CUSTOM\nrules: [{}]'), 'spec.provider.name', 'must be set, as the action is CUSTOM'],
    [policy('provider: { name: x }\nrules: [{}]'), 'spec.provider', 'must not be set, as the action is ALLOW'],
    [
      policy('portLevelMtls: { 80: { mode: STRICT } }', 'PeerAuthentication'),
      'spec.portLevelMtls',
      'must not be set without a selector',
    ],
    [
      policy('selector: { matchLabels: { a: b } }\nportLevelMtls: { 0: { mode: STRICT } }', 'PeerAuthentication'),
      'spec.portLevelMtls["0"]',
      'must be a port number',
    ],
    [
      policy('jwtRules: [{ issuer: a, jwks: "{}", jwksUri: https://a }]', 'RequestAuthentication'),
      'spec.jwtRules[0].jwksUri',
      'must not be set beside jwks',
    ],
    [
      policy('jwtRules: [{ issuer: a, jwks: none }]', 'RequestAuthentication'),
      'spec.jwtRules[0].jwks',
      'must be a JSON Web Key Set',
    ],
    [
      policy('hosts: ["*"]\nports: [{ number: 80, name: http }]', 'ServiceEntry', 'networking.istio.io/v1'),
      'spec.hosts[0]',
      'must not be *',
    ],
    [
      policy('hosts: [a.b]\naddresses: [nowhere]', 'ServiceEntry', 'networking.istio.io/v1'),
      'spec.addresses[0]',
      'must be an IP address or block',
    ],
    [
      policy(
        'hosts: [a.b]\nhttp: [{ match: [{ uri: { regex: "(((" } }], route: [{ destination: { host: a.b } }] }]',
        'VirtualService',
        'networking.istio.io/v1',
      ),
      'spec.http[0].match[0].uri.regex',
      'must be a regular expression',
    ],
    [policy('hosts: [a.b]', 'VirtualService', 'networking.istio.io/v1'), 'spec.http', 'must have at least one route'],
    [
      policy(
        'servers: [{ hosts: [a.b], port: { number: 443, name: s, protocol: HTTPS } }]',
        'Gateway',
        'networking.istio.io/v1',
      ),
      'spec.servers[0].tls',
      'must be set, as the protocol is HTTPS',
    ],
    [
      policy('egress: [{ hosts: [a.b] }]', 'Sidecar', 'networking.istio.io/v1'),
      'spec.egress[0].hosts[0]',
      'must be namespace/host',
    ],
    [
      policy('configPatches: [{ applyTo: LISTENER }]', 'EnvoyFilter', 'networking.istio.io/v1alpha3'),
      'spec.configPatches[0].patch.operation',
      'must be set',
    ],
    [policy('url: ftp://x', 'WasmPlugin', 'extensions.istio.io/v1alpha1'), 'spec.url', 'must have one of the schemes'],
  ])('is reported with the field and the reason (%#)', (yaml, field, reason) => {
    const [text = ''] = said(yaml);
    expect(text).toContain(` ${field}: `);
    expect(text).toContain(reason);
  });
});

describe('an object that the rules of the Gateway API refuse', () => {
  const gateway = (listeners: string) =>
    policy(`gatewayClassName: istio\nlisteners: [${listeners}]`, 'Gateway', 'gateway.networking.k8s.io/v1');
  const route = (rule: string) => policy(`rules: [{ ${rule} }]`, 'HTTPRoute', 'gateway.networking.k8s.io/v1');

  it.each([
    [gateway('{ name: a, port: 80, protocol: HTTP }, { name: a, port: 81, protocol: HTTP }'), 'spec.listeners[1].name'],
    [gateway('{ name: a, port: 80, protocol: HTTP }, { name: b, port: 80, protocol: HTTP }'), 'spec.listeners[1]'],
    [gateway('{ name: a, port: 80, protocol: HTTP, tls: {} }'), 'spec.listeners[0].tls'],
    [
      gateway('{ name: a, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Everyone } } }'),
      'spec.listeners[0].allowedRoutes.namespaces.from',
    ],
    [route('matches: [{ path: { value: admin } }]'), 'spec.rules[0].matches[0].path.value'],
    [route('filters: [{ type: URLRewrite }]'), 'spec.rules[0].filters[0].urlRewrite'],
    [
      route('filters: [{ type: RequestRedirect, requestRedirect: {} }], backendRefs: [{ name: a, port: 80 }]'),
      'spec.rules[0].backendRefs',
    ],
  ])('is reported with the field (%#)', (yaml, field) => {
    expect(said(yaml)[0]).toContain(` ${field}: `);
  });
});

describe('an object that is merely odd', () => {
  it.each([
    ['labels that are null', pod('containers: [{ name: a }]', ', labels: null')],
    ['keys like those of prototypes', pod('containers: [{ name: a }]', ', labels: { __proto__: x, constructor: z }')],
    ['a selector that is null', service('selector: null, ports: [{ port: 80 }]')],
    ['empty targetRefs', policy('targetRefs: []')],
    [
      'a policy without a spec',
      '\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: p, namespace: shop }',
    ],
    [
      'a principal that matches nothing',
      policy('rules: [{ from: [{ source: { principals: ["spiffe://x", "**"] } }] }]'),
    ],
    [
      'a field of a newer status',
      policy(
        'gatewayClassName: x\nlisteners: [{ name: a, port: 1, protocol: X }]',
        'Gateway',
        'gateway.networking.k8s.io/v1',
      ) + '\nstatus: { novelty: 1, conditions: [{ type: Ready, status: "True" }] }',
    ],
    ['a version that is newer than those known', policy('rules: []', 'TCPRoute', 'gateway.networking.k8s.io/v1')],
    ['a kind that no analysis reads', '\napiVersion: v1\nkind: Secret\nmetadata: { name: "A B", labels: { a: 1 } }'],
  ])('is taken: %s', (_what, yaml) => {
    expect(said(yaml)).toEqual([]);
  });
});

describe('objects that stand in the way of each other', () => {
  const live = (name: string) =>
    `\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, creationTimestamp: "2026-01-01T00:00:00Z" }\n---`;
  const running = (name: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop }
spec: { containers: [{ name: a }]${more} }
status: { phase: Running, podIP: 10.0.0.1 }
---`;

  it('are reported when they take an address of an older one', () => {
    expect(said(running('a') + running('b'))).toEqual([
      '12 status.podIP: status.podIP must not be 10.0.0.1, which Pod shop/a has.',
    ]);
    expect(said(running('b') + running('a'))).toEqual([
      '6 status.podIP: status.podIP must not be 10.0.0.1, which Pod shop/a has.',
    ]);
    expect(
      said(
        service('clusterIP: 10.9.0.1, ports: [{ port: 80 }]') +
          '\n---' +
          service('clusterIP: 10.9.0.1, ports: [{ port: 80 }]', 'name: other'),
      ),
    ).toHaveLength(1);
  });

  it('may share the address of their node, and none at all', () => {
    expect(said(running('a', ', hostNetwork: true') + running('b', ', hostNetwork: true'))).toEqual([]);
    const headless = 'clusterIP: None, ports: [{ port: 80 }]';
    expect(said(`${service(headless)}\n---${service(headless, 'name: other')}`)).toEqual([]);
  });

  it('must be in a namespace of the cluster, where its namespaces are known', () => {
    expect(said(policy('rules: [{}]'))).toEqual([]);
    expect(said(live('pay') + policy('rules: [{}]'))).toEqual([
      '8 metadata.namespace: metadata.namespace must be a namespace of the cluster, and shop is none; create it, or correct the name.',
    ]);
    expect(said(live('shop') + policy('rules: [{}]'))).toEqual([]);
    expect(said(live('pay') + policy('rules: [{}]') + '\n---' + service('ports: [{ port: 80 }]'))).toEqual([]);
  });

  it('must say their namespace there', () => {
    const without = policy('rules: [{}]').replace(', namespace: shop', '');
    expect(said(without)).toEqual([]);
    expect(said(live('pay') + without)[0]).toContain('must be set: without it the object is for default');
  });
});
