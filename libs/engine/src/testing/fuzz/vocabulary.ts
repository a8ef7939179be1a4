// Few names, so that objects refer to each other; the words by which Istio decides; and what breaks naive code.

export const NAMESPACES = ['shop', 'shop', 'shop', 'shop', 'shop', 'infra', 'istio-system', 'default'];
export const NAMES = ['cart', 'cart', 'web', 'waypoint', 'shared', 'istio', 'ztunnel', 'istiod', 'client'];

const HOSTS = [
  'cart.shop.svc.cluster.local',
  'cart.shop',
  'cart',
  'api.example.com',
  '*.example.com',
  '*',
  'shop/*',
  './*',
  '10.1.0.1',
];
const TRUTHS = ['true', 'True', 'false', '1', 't', 'yes', 'none', ''];
const PATHS = ['/', '/admin', '/admin*', '*/x', '*', '/{*}/a', '/{**}', '/a/{*}', '/a/{b', '/%2e%2e/'];
const ADDRESSES = ['10.1.0.1', '10.1.0.0/16', '0.0.0.0/0', '::1', 'fd00::/8', '10.1.0.1/33', '1.2.3', '127.0.0.1'];

/** Words for the fields of a name, whatever kind they are in. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  name: NAMES,
  namespace: NAMESPACES,
  kind: [
    'Service',
    'Gateway',
    'ServiceEntry',
    'GatewayClass',
    'Pod',
    'Namespace',
    'WorkloadEntry',
    'Waypoint',
    'ReplicaSet',
  ],
  group: ['', 'core', 'gateway.networking.k8s.io', 'networking.istio.io', 'apps'],
  gatewayClassName: [
    'istio-waypoint',
    'istio-waypoint',
    'istio',
    'istio-east-west',
    'istio-agentgateway-waypoint',
    'mine',
  ],
  controllerName: ['istio.io/mesh-controller', 'istio.io/gateway-controller', 'example.com/other'],
  protocol: ['HBONE', 'HTTP', 'TCP', 'HTTPS', 'TLS', 'UDP', 'GRPC', 'http'],
  appProtocol: ['http', 'kubernetes.io/h2c', 'tcp', 'grpc', 'HTTP'],
  from: ['Same', 'All', 'Selector', 'None'],
  host: HOSTS,
  hosts: HOSTS,
  hostnames: HOSTS,
  hostname: HOSTS,
  notHosts: HOSTS,
  exportTo: ['.', '*', '~', 'shop'],
  principals: ['cluster.local/ns/shop/sa/cart', '*', '*/sa/cart', 'spiffe://cluster.local/ns/shop/sa/cart', 'td/*'],
  notPrincipals: ['cluster.local/ns/shop/sa/cart', '*'],
  requestPrincipals: ['issuer/subject', '*', 'issuer/*'],
  serviceAccounts: ['cart', 'shop/cart', 'shop/*', '*'],
  namespaces: ['shop', 'sh*', '*', 'infra'],
  notNamespaces: ['shop', '*'],
  ipBlocks: ADDRESSES,
  notIpBlocks: ADDRESSES,
  remoteIpBlocks: ADDRESSES,
  addresses: ADDRESSES,
  address: ADDRESSES,
  podIP: ADDRESSES,
  ip: ADDRESSES,
  methods: ['GET', 'POST', '*', 'P*', 'get'],
  paths: PATHS,
  notPaths: PATHS,
  path: PATHS,
  regex: ['^a+$', '(a+)+$', '(a|a)*$', '[', '(?=x)', '\\1', '.*'],
  ports: ['80', '8080', '0', '65536', 'x'],
  notPorts: ['80', '8080'],
  key: [
    'source.ip',
    'source.principal',
    'source.namespace',
    'destination.port',
    'request.headers[x]',
    'request.auth.claims[a][b]',
    'connection.sni',
    'remote.ip',
    'experimental.x',
    'request.headers[',
  ],
  values: ['80', 'shop', 'x', '*', '10.1.0.0/16', 'cluster.local/ns/shop/sa/cart', 'true'],
  notValues: ['80', 'x'],
  action: ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'],
  mode: ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET', 'SIMPLE', 'CLIENT', 'SERVER'],
  phase: ['Running', 'Pending', 'Failed', 'Succeeded'],
  type: [
    'Ready',
    'Accepted',
    'IPAddress',
    'Hostname',
    'PathPrefix',
    'Exact',
    'RegularExpression',
    'RequestRedirect',
    'URLRewrite',
    'ClusterIP',
    'ExternalName',
  ],
  status: ['True', 'False', 'Unknown'],
  image: ['docker.io/istio/pilot:1.28.2', 'istio/pilot:1.22', 'istio/proxyv2:1.30.0', 'cart'],
  serviceAccountName: ['cart', 'waypoint', 'client', 'default'],
  provider: ['ext', 'otel'],
  operator: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Equals'],
  context: ['SIDECAR_INBOUND', 'GATEWAY', 'ANY'],
  targetPort: ['http', '8080'],
  sectionName: ['mesh', 'http', '80'],
  matchExpressions: ['app'],
  mesh: [
    'rootNamespace: infra\ntrustDomain: td\ntrustDomainAliases: [old]\n',
    'extensionProviders: [{ name: ext, envoyExtAuthzHttp: { service: cart.shop.svc.cluster.local, port: 80 } }]\n',
    '{ a: ',
    'discoverySelectors: [{ matchLabels: { app: cart } }]\n',
  ],
};

const toService = { kind: 'Service', group: '', name: 'cart' };
const toWaypoint = { kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'waypoint' };
const toIngress = { kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'ingress' };
const ofCart = { app: 'cart' };

/** Whole values that make objects meet: what they refer to stands in almost every cluster. */
export const SHAPES: Readonly<Record<string, readonly unknown[]>> = {
  targetRefs: [
    [toService],
    [toWaypoint],
    [toIngress],
    [{ kind: 'GatewayClass', group: toWaypoint.group, name: 'istio-waypoint' }],
    [{ kind: 'ServiceEntry', group: 'networking.istio.io', name: 'api' }],
  ],
  targetRef: [toService, toWaypoint, toIngress],
  parentRefs: [[toService], [toIngress], [{ ...toService, port: 80 }], [toWaypoint]],
  backendRefs: [
    [{ name: 'cart', port: 80 }],
    [
      { name: 'api', port: 80, weight: 0 },
      { name: 'cart', port: 80 },
    ],
  ],
  matchLabels: [ofCart, ofCart, { app: 'web' }, {}],
  workloadSelector: [{ labels: ofCart }, {}],
};

/** Labels and annotations by which anything is decided, with the values that decide. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  app: ['cart', 'web', 'istiod', 'ztunnel'],
  version: ['v1'],
  'istio.io/dataplane-mode': ['ambient', 'none', 'sidecar', ''],
  'istio.io/use-waypoint': ['waypoint', 'shared', 'none', 'infra/shared', 'missing', ''],
  'istio.io/use-waypoint-namespace': ['infra', 'shop'],
  'istio.io/use-waypoint-canary': ['shared'],
  'istio.io/use-waypoint-canary-weight': ['10', '-1', 'x', '1e9'],
  'istio.io/ingress-use-waypoint': TRUTHS,
  'istio.io/waypoint-for': ['service', 'workload', 'all', 'none', 'x'],
  'istio.io/rev': ['default', 'canary', '1-28'],
  'istio.io/global': ['true'],
  'istio-injection': ['enabled', 'disabled'],
  'sidecar.istio.io/inject': TRUTHS,
  'gateway.networking.k8s.io/gateway-name': ['waypoint', 'shared', 'cart'],
  'gateway.istio.io/managed': ['istio.io-mesh-controller'],
  'ambient.istio.io/redirection': ['enabled', 'disabled'],
  'ambient.istio.io/bypass-inbound-capture': TRUTHS,
  'ambient.istio.io/waypoint-inbound-binding': ['PROXY/15088', 'x', '/'],
  'istio.io/dry-run': TRUTHS,
  'kubernetes.io/metadata.name': ['shop'],
  'networking.istio.io/traffic-distribution': ['PreferClose'],
  'waymark.dev/ignore': ['http-deny-does-nothing: reason', 'x', ''],
  'sidecar.istio.io/status': ['{}', '{'],
};
export const LABEL_NAMES = Object.keys(LABELS);
export const labelValues = (name: string): readonly string[] => LABELS[name] ?? [];

const long = 'a'.repeat(5_000);

/** Keys that a prototype, a number or a parser could make something else of. */
export const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '0',
  '-1',
  '',
  ' ',
  '<<',
  'null',
  'a.b/c',
  '\u0000',
  '\u202e',
  '💥',
  long,
];

/** Texts that an evaluating, a backtracking or a careless reader would trip over. */
const HOSTILE_TEXTS = [
  ...HOSTILE_KEYS,
  '${globalThis.waymarkWasFooled = true}',
  '"); globalThis.waymarkWasFooled = true; ("',
  'constructor.constructor("globalThis.waymarkWasFooled = true")()',
  '(a+)+$',
  `${'a'.repeat(40)}!`,
  '[',
  '(?<',
  '%',
  '%00',
  '*'.repeat(300),
  '{*}'.repeat(100),
  '/'.repeat(300),
  '\ud800',
  '\u2028',
  '\u0085',
  'é\u0301',
  'NaN',
  '0x1F',
  '0o17',
  '1e400',
  '.inf',
  '2026-01-01T00:00:00Z',
  '2026-99-99T99:99:99Z',
  'yes',
  '~',
  '- a',
  'a: b',
  '# c',
  '---',
  '*alias',
  '&anchor',
  '!!js/function "x"',
];

function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Values that are of the wrong type, or out of every range. */
export const HOSTILE_VALUES: readonly unknown[] = [
  ...HOSTILE_TEXTS,
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  65_536,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  [],
  {},
  [[]],
  [null],
  [{}],
  [0, '', null, {}, []],
  { 0: 'zero', '': 'empty' },
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
  Array.from({ length: 300 }, (_, index) => index),
  nested(40),
  nested(95),
];
