// What one application, one waypoint and one gateway consist of in a cluster.
import { gateway, object, serviceAccount } from './objects.mjs';
import { suffix } from './place.mjs';

const REDIRECTED = { 'ambient.istio.io/redirection': 'enabled' };
const SIDECAR = { 'sidecar.istio.io/status': '{"initContainers":["istio-init","istio-proxy"]}' };

const podSpec = (app) => ({
  serviceAccountName: app.account ?? app.name,
  containers: [
    {
      name: app.name,
      image: app.image,
      ports: app.ports.map(({ name, targetPort }) => ({ name, containerPort: targetPort })),
    },
  ],
});

function pod(cluster, ns, app, replica) {
  const seed = `${cluster.name}/${ns}/${app.name}`;
  const set = `${app.name}-${suffix(seed, 10)}`;
  const stateful = app.kind === 'StatefulSet';
  return object('v1', 'Pod', ns, stateful ? `${app.name}-${replica}` : `${set}-${suffix(`${seed}/${replica}`, 5)}`, {
    labels: { ...app.podLabels, ...(!stateful && { 'pod-template-hash': set.slice(app.name.length + 1) }) },
    annotations: app.mode === 'sidecar' ? SIDECAR : app.mode === 'none' ? undefined : REDIRECTED,
    ownerReferences: undefined,
    spec: { ...podSpec(app), nodeName: `${cluster.name}-node-${1 + (replica % 2)}` },
    status: {
      phase: 'Running',
      podIP: cluster.addresses.pod(),
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  });
}

/** Live pods know the ReplicaSet or StatefulSet that made them. */
function owned(podObject, app) {
  const { metadata } = podObject;
  const hash = metadata.labels['pod-template-hash'];
  const owner = hash ? { kind: 'ReplicaSet', name: `${app.name}-${hash}` } : { kind: 'StatefulSet', name: app.name };
  metadata.ownerReferences = [{ apiVersion: 'apps/v1', ...owner, controller: true }];
  return podObject;
}

const service = (cluster, ns, app) =>
  object('v1', 'Service', ns, app.name, {
    labels: app.serviceLabels ?? { app: app.name },
    spec: {
      ...(app.headless ? { clusterIP: 'None' } : cluster.live && { clusterIP: cluster.addresses.service() }),
      ...(app.type && { type: app.type }),
      selector: app.selector ?? { app: app.name },
      ports: app.ports
        .filter(({ port }) => port)
        .map(({ name, port, targetPort, appProtocol }) => ({ name, port, targetPort, appProtocol })),
    },
  });

/**
 * ServiceAccount, Deployment or StatefulSet, Service and, in a live cluster, the pods.
 * `ports`: [{name, port, targetPort, appProtocol}]; one without `port` is on the pod only.
 */
export function application(cluster, ns, description) {
  const app = { kind: 'Deployment', replicas: 1, podLabels: { app: description.name }, ...description };
  const pods = cluster.live ? Array.from({ length: app.replicas }, (_, n) => owned(pod(cluster, ns, app, n), app)) : [];
  return [
    ...(app.account ? [] : [serviceAccount(ns, app.name)]),
    object('apps/v1', app.kind, ns, app.name, {
      labels: { app: app.name },
      spec: {
        replicas: app.replicas,
        ...(app.kind === 'StatefulSet' && { serviceName: app.name }),
        selector: { matchLabels: app.selector ?? { app: app.name } },
        template: { metadata: { labels: app.podLabels }, spec: podSpec(app) },
      },
    }),
    service(cluster, ns, app),
    ...pods,
  ];
}

/** The usual web application: HTTP on 80 → 8080, metrics for Prometheus on 9102 of the pod. */
export const web = (cluster, ns, name, version, more = {}) =>
  application(cluster, ns, {
    name,
    image: `registry.meridian.example/${ns}/${name}:${version}`,
    ports: [
      { name: 'http', port: 80, targetPort: 8080, appProtocol: more.protocol ?? 'http' },
      { name: 'metrics', targetPort: 9102 },
    ],
    ...more,
  });

/** A pod that runs a Gateway: what istiod deploys for it. */
const proxy = (cluster, ns, name, gatewayName, controller, ports, type) =>
  cluster.live
    ? application(cluster, ns, {
        name,
        image: `docker.io/istio/proxyv2:${cluster.istioVersion}`,
        mode: 'none',
        type,
        selector: { 'gateway.networking.k8s.io/gateway-name': gatewayName },
        podLabels: {
          'gateway.networking.k8s.io/gateway-name': gatewayName,
          'istio.io/dataplane-mode': 'none',
          'sidecar.istio.io/inject': 'false',
        },
        serviceLabels: {
          'gateway.istio.io/managed': controller,
          'gateway.networking.k8s.io/gateway-name': gatewayName,
        },
        ports,
      })
    : [];

/** A waypoint Gateway and, in a live cluster, what istiod deployed for it. `allowedRoutes` opens it to other namespaces. */
export const waypoint = (cluster, ns, name, { waypointFor = 'service', allowedRoutes } = {}) => [
  gateway(ns, name, {
    labels: { 'istio.io/waypoint-for': waypointFor },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', ...(allowedRoutes && { allowedRoutes }) }],
    },
    address: cluster.live && cluster.addresses.service(),
  }),
  ...proxy(cluster, ns, name, name, 'istio.io-mesh-controller', [
    { name: 'mesh', port: 15008, targetPort: 15008, appProtocol: 'hbone' },
  ]),
];

/** The public gateway of class `istio`: istiod names its parts `<gateway>-<class>`. */
export const ingress = (cluster, ns, name, spec) => [
  gateway(ns, name, {
    spec: { gatewayClassName: 'istio', ...spec },
    address: cluster.live && cluster.addresses.service(),
  }),
  ...proxy(
    cluster,
    ns,
    `${name}-istio`,
    name,
    'istio.io-gateway-controller',
    [
      { name: 'http', port: 80, targetPort: 80, appProtocol: 'http' },
      { name: 'https', port: 443, targetPort: 443, appProtocol: 'https' },
    ],
    'LoadBalancer',
  ),
];
