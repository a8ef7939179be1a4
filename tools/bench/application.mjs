import { address, condition, metadata } from './metadata.mjs';

/** One application as its team deploys it. */
export function* application(cluster, namespace, name) {
  const { random } = cluster;
  const ns = namespace.name;
  const labels = { app: name, 'app.kubernetes.io/name': name, version: `v${random.integer(1, 3)}` };
  const hash = random.hex(10);
  const podLabels = { ...labels, 'pod-template-hash': hash };
  const spec = podSpec(cluster, name);
  const http = random.chance(0.75);

  yield { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(cluster, ns, name) };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(cluster, ns, name, { labels, annotations: { 'deployment.kubernetes.io/revision': '3' } }),
    spec: deploymentSpec(labels, spec),
    status: { availableReplicas: 3, observedGeneration: 1, readyReplicas: 3, replicas: 3, updatedReplicas: 3 },
  };
  yield deployment;
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata(cluster, ns, `${name}-${hash}`, { labels: podLabels, owner: deployment }),
    spec: { replicas: 3, selector: { matchLabels: podLabels }, template: { metadata: { labels: podLabels }, spec } },
    status: { fullyLabeledReplicas: 3, observedGeneration: 1, readyReplicas: 3, replicas: 3 },
  };
  yield replicaSet;
  const pods = Array.from({ length: random.integer(1, 4) }, () => pod(cluster, namespace, replicaSet, podLabels, spec));
  yield* pods;
  const ports = http ? [port('http', 80, 8080), port('grpc', 9000, 9090)] : [port('tcp-data', 5432, 5432)];
  yield* service(cluster, namespace, name, labels, ports, pods);
}

const port = (name, number, targetPort) => ({ name, port: number, protocol: 'TCP', targetPort });

function* service(cluster, namespace, name, labels, ports, pods) {
  const clusterIP = address(cluster, 'service');
  const waypointLabel = cluster.random.chance(0.05) && {
    'istio.io/use-waypoint': cluster.random.pick(['none', 'other']),
  };
  const ns = namespace.name;
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(cluster, ns, name, { labels: { ...labels, ...waypointLabel } }),
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports,
      selector: { app: name },
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
    status: { loadBalancer: {} },
  };
  yield object;
  yield {
    addressType: 'IPv4',
    apiVersion: 'discovery.k8s.io/v1',
    endpoints: pods.map((target) => ({
      addresses: [target.status.podIP],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: target.spec.nodeName,
      targetRef: { kind: 'Pod', name: target.metadata.name, namespace: ns, uid: target.metadata.uid },
    })),
    kind: 'EndpointSlice',
    metadata: metadata(cluster, ns, `${name}-${cluster.random.hex(5)}`, {
      labels: { 'kubernetes.io/service-name': name },
      owner: object,
    }),
    ports: ports.map(({ name: portName, targetPort }) => ({ name: portName, port: targetPort, protocol: 'TCP' })),
  };
}

const deploymentSpec = (labels, spec) => ({
  progressDeadlineSeconds: 600,
  replicas: 3,
  revisionHistoryLimit: 10,
  selector: { matchLabels: { app: labels.app } },
  strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
  template: { metadata: { labels }, spec },
});

const podSpec = (cluster, name) => ({
  containers: [
    {
      env: [
        { name: 'LOG_LEVEL', value: 'info' },
        { name: 'DATABASE_HOST', value: `store.${name}.svc` },
        { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
      ],
      image: `registry.example.com/${name}:1.${cluster.random.integer(0, 40)}.0`,
      imagePullPolicy: 'IfNotPresent',
      livenessProbe: { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
      name: 'app',
      ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
      resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    },
  ],
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: { runAsNonRoot: true, runAsUser: 1000 },
  serviceAccountName: name,
  terminationGracePeriodSeconds: 30,
});

const SIDECAR = { image: 'docker.io/istio/proxyv2:1.28.2', name: 'istio-proxy', ports: [{ containerPort: 15090 }] };

function pod(cluster, namespace, replicaSet, labels, spec) {
  const podIP = address(cluster, 'pod');
  const annotations =
    namespace.mode === 'ambient'
      ? { 'ambient.istio.io/redirection': 'enabled' }
      : namespace.mode === 'sidecar'
        ? { 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' }
        : undefined;
  const containers = namespace.mode === 'sidecar' ? [...spec.containers, SIDECAR] : spec.containers;
  const name = `${replicaSet.metadata.name}-${cluster.random.hex(5)}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(cluster, namespace.name, name, { labels, annotations, owner: replicaSet }),
    spec: { ...spec, containers, enableServiceLinks: true, nodeName: `node-${cluster.random.integer(1, 60)}` },
    status: {
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => condition(cluster, type)),
      containerStatuses: containers.map(({ image, name: container }) => ({
        containerID: `containerd://${cluster.random.hex(64)}`,
        image,
        name: container,
        ready: true,
        restartCount: 0,
        started: true,
      })),
      phase: 'Running',
      podIP,
      podIPs: [{ ip: podIP }],
      qosClass: 'Burstable',
    },
  };
}
