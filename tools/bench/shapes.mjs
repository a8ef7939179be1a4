import { generateCluster } from './cluster.mjs';

const NAMESPACE = 'shop';

const namespace = (name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' } },
});

const waypoint = (ns) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'waypoint', namespace: ns, labels: { 'istio.io/waypoint-for': 'all' } },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  status: { addresses: [{ type: 'IPAddress', value: '10.0.0.9' }] },
});

const service = (ns, name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: ns },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' }] },
});

const pod = (ns, name, app, index) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: ns, labels: { app }, annotations: { 'ambient.istio.io/redirection': 'enabled' } },
  spec: { serviceAccountName: app, containers: [{ name: app, image: 'registry.example.com/app:1' }] },
  status: {
    phase: 'Running',
    podIP: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});

const policy = (ns, name, spec) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace: ns },
  spec,
});

const onService = (name) => [{ kind: 'Service', group: '', name }];
const fromShop = [{ from: [{ source: { namespaces: [NAMESPACE] } }] }];

/** One namespace with so many pods: a hundred to a Service, as many policies by selector as Services, some for all. */
function* pods(count) {
  yield namespace(NAMESPACE);
  yield waypoint(NAMESPACE);
  for (let all = 0; all < 5; all++) yield policy(NAMESPACE, `all-${all}`, { rules: fromShop });
  for (let index = 0; index < count; index++) {
    const app = `app-${Math.floor(index / 100)}`;
    if (index % 100 === 0) {
      yield service(NAMESPACE, app);
      yield policy(NAMESPACE, app, { selector: { matchLabels: { app } }, rules: fromShop });
      yield policy(NAMESPACE, `${app}-http`, {
        targetRefs: onService(app),
        rules: [{ to: [{ operation: { paths: ['/api/*'] } }] }],
      });
    }
    yield pod(NAMESPACE, `${app}-${index}`, app, index);
  }
}

/** So many policies on one Service: half by targetRefs, half by the selector of its pods. */
function* policies(count) {
  yield namespace(NAMESPACE);
  yield waypoint(NAMESPACE);
  yield service(NAMESPACE, 'cart');
  for (let index = 0; index < 3; index++) yield pod(NAMESPACE, `cart-${index}`, 'cart', index);
  for (let index = 0; index < count; index++) {
    const where = index % 2 === 0 ? { targetRefs: onService('cart') } : { selector: { matchLabels: { app: 'cart' } } };
    const operation = { paths: [`/path-${index}`], methods: ['GET'] };
    yield policy(NAMESPACE, `policy-${index}`, { ...where, rules: [{ ...fromShop[0], to: [{ operation }] }] });
  }
}

/** So many namespaces, each with a waypoint, a Service, a pod and a policy; and ten policies for the whole mesh. */
function* namespaces(count) {
  for (let all = 0; all < 10; all++) yield policy('istio-system', `all-${all}`, { rules: fromShop });
  for (let index = 0; index < count; index++) {
    const ns = `team-${index}`;
    yield namespace(ns);
    yield waypoint(ns);
    yield service(ns, 'cart');
    yield pod(ns, 'cart-0', 'cart', index);
    yield policy(ns, 'cart', { targetRefs: onService('cart'), rules: fromShop });
  }
}

/** Clusters that are hard in one way, and the ordinary one; each with a small and a large size. */
export const SHAPES = {
  cluster: { what: 'objects', few: 1_000, many: 100_000, make: (objects) => generateCluster({ objects }) },
  pods: { what: 'pods in one namespace', few: 500, many: 50_000, make: pods },
  policies: { what: 'policies on one service', few: 50, many: 5_000, make: policies },
  namespaces: { what: 'namespaces', few: 100, many: 10_000, make: namespaces },
};
