import { metadata } from './metadata.mjs';

const SECURITY = 'security.istio.io/v1';
const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/** What a team writes for one application: L4 and L7 rules, by selector and by targetRefs, with and without faults. */
export function* applicationPolicies(cluster, namespace, name, names) {
  const { random } = cluster;
  if (namespace.mode === 'none' && !random.chance(0.2)) return;
  if (random.chance(0.55)) yield authorizationPolicy(cluster, namespace, name, names);
  if (random.chance(0.12)) yield requestAuthentication(cluster, namespace, name);
  if (random.chance(0.15)) yield httpRoute(cluster, namespace, name);
  if (random.chance(0.04)) yield wasmPlugin(cluster, namespace, name);
  if (random.chance(0.05)) yield serviceEntry(cluster, namespace, name);
}

/** What a team writes for its whole namespace. */
export function* namespacePolicies(cluster, namespace, names) {
  const { random } = cluster;
  const ns = namespace.name;
  if (random.chance(0.3)) {
    yield {
      apiVersion: SECURITY,
      kind: 'PeerAuthentication',
      metadata: metadata(cluster, ns, 'default'),
      spec: { mtls: { mode: random.pick(['STRICT', 'STRICT', 'PERMISSIVE']) } },
    };
  }
  if (random.chance(0.2)) {
    yield {
      apiVersion: SECURITY,
      kind: 'AuthorizationPolicy',
      metadata: metadata(cluster, ns, 'allow-nothing'),
      spec: {},
    };
  }
  if (random.chance(0.1)) {
    yield {
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: metadata(cluster, ns, 'tune'),
      spec: {
        workloadSelector: { labels: { app: names[0] } },
        configPatches: [{ applyTo: 'HTTP_FILTER', patch: { operation: 'REMOVE' } }],
      },
    };
  }
}

function authorizationPolicy(cluster, namespace, name, names) {
  const { random } = cluster;
  const byTarget = namespace.waypoint ? random.chance(0.7) : random.chance(0.1);
  const kinds = byTarget ? ['http', 'http', 'l4'] : ['l4', 'l4', 'http'];
  const attached = byTarget
    ? { targetRefs: [{ group: '', kind: 'Service', name: random.chance(0.04) ? `${name}-old` : name }] }
    : { selector: { matchLabels: { app: name } } };
  const rules = Array.from({ length: random.integer(1, 4) }, () => rule(cluster, namespace, names, random.pick(kinds)));
  return {
    apiVersion: SECURITY,
    kind: 'AuthorizationPolicy',
    metadata: metadata(cluster, namespace.name, `${name}-${random.pick(['viewers', 'clients', 'admins', 'guard'])}`),
    spec: { action: random.chance(0.75) ? 'ALLOW' : 'DENY', ...attached, rules },
  };
}

function rule(cluster, namespace, names, kind) {
  const { random } = cluster;
  const from = Array.from({ length: random.integer(1, 2) }, () => ({ source: source(cluster, namespace, names) }));
  const operation = { ports: [random.pick(['8080', '9090', '5432'])] };
  if (kind === 'l4') return { from, to: [{ operation }] };
  const paths = Array.from({ length: random.integer(1, 5) }, (_, index) => `/v1/${random.pick(names)}/${index}*`);
  return { from, to: [{ operation: { methods: random.pick([['GET'], ['GET', 'POST'], ['DELETE']]), paths } }] };
}

function source(cluster, namespace, names) {
  const { random } = cluster;
  const other = cluster.namespaces.length === 0 ? null : random.pick(cluster.namespaces);
  const [ns, accounts] =
    other === null || random.chance(0.5) ? [namespace.name, names] : [other.name, other.applications];
  if (random.chance(0.3)) return { namespaces: [ns] };
  const trustDomain = random.chance(0.03) ? 'old.example' : 'cluster.local';
  return {
    principals: Array.from(
      { length: random.integer(1, 3) },
      () => `${trustDomain}/ns/${ns}/sa/${random.pick(accounts)}`,
    ),
  };
}

const requestAuthentication = (cluster, namespace, name) => ({
  apiVersion: SECURITY,
  kind: 'RequestAuthentication',
  metadata: metadata(cluster, namespace.name, `${name}-tokens`),
  spec: {
    jwtRules: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' }],
    ...(namespace.waypoint && cluster.random.chance(0.8)
      ? { targetRefs: [{ group: '', kind: 'Service', name }] }
      : { selector: { matchLabels: { app: name } } }),
  },
});

const httpRoute = (cluster, namespace, name) => ({
  apiVersion: GATEWAY_API,
  kind: 'HTTPRoute',
  metadata: metadata(cluster, namespace.name, name),
  spec: {
    parentRefs: [
      cluster.random.chance(0.6)
        ? { group: '', kind: 'Service', name, port: 80 }
        : { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'ingress' },
    ],
    rules: [
      {
        backendRefs: [{ group: '', kind: 'Service', name, port: 80, weight: 1 }],
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        timeouts: { request: '10s' },
      },
    ],
  },
});

const wasmPlugin = (cluster, namespace, name) => ({
  apiVersion: 'extensions.istio.io/v1alpha1',
  kind: 'WasmPlugin',
  metadata: metadata(cluster, namespace.name, `${name}-limits`),
  spec: {
    phase: 'AUTHN',
    pluginConfig: { limit: 100, window: '60s' },
    ...(namespace.waypoint
      ? { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: namespace.waypoint }] }
      : { selector: { matchLabels: { app: name } } }),
    url: `oci://registry.example.com/limits:v${cluster.random.integer(1, 2)}`,
  },
});

const serviceEntry = (cluster, namespace, name) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: metadata(cluster, namespace.name, `${name}-partner`),
  spec: {
    hosts: [`${name}.partner.example.com`],
    location: 'MESH_EXTERNAL',
    ports: [{ name: 'https', number: 443, protocol: 'TLS' }],
    resolution: 'DNS',
  },
});
