import { address, metadata } from './metadata.mjs';
import { generateCluster } from './cluster.mjs';
import { randomFrom } from './random.mjs';
import { toNdjson } from './texts.mjs';
import { medianTimes } from './timing.mjs';

const OBJECTS = 10_000;
const REQUESTS = 20_000;

/** How long a decision takes on one core, in a cluster of the usual kind whose waypoints and gateway run. */
export async function measureDecisions() {
  const { readManifests, buildModel, compileDecisions } = await import('@waymark/engine');
  const bytes = toNdjson(withProxies(generateCluster({ objects: OBJECTS })));
  const { model } = buildModel(readManifests([{ name: 'cluster', bytes }]).manifests);
  const requests = requestsTo(model, randomFrom(7));
  const decisions = compileDecisions(model);
  console.log(`${REQUESTS} requests: ${JSON.stringify(countOutcomes(requests, decisions))}`);

  const times = medianTimes(
    {
      compiling: () => compileDecisions(model).answer(requests[0]),
      answers: () => requests.forEach((request) => decisions.answer(request)),
      decisions: () => requests.forEach((request) => decisions.decide(request)),
    },
    7,
  );
  const each = (name) => (times[name] * 1000) / REQUESTS;
  console.log(`${times.compiling.toFixed(0).padStart(6)} ms  compiling the policies of ${OBJECTS} objects`);
  for (const name of ['answers', 'decisions']) {
    console.log(`${each(name).toFixed(1).padStart(6)} µs  for one of the ${name}: ${perSecond(each(name))} a second`);
  }
  return [
    { goal: 'microseconds for a decision without evidence', value: each('answers'), limit: 10 },
    { goal: 'microseconds for a decision with evidence', value: each('decisions'), limit: 50 },
  ];
}

const perSecond = (microseconds) => Math.round(1e6 / microseconds).toLocaleString('en');

function countOutcomes(requests, decisions) {
  const counts = {};
  for (const request of requests) {
    const { outcome, decidedBy } = decisions.answer(request);
    const key = `${outcome} by ${decidedBy?.enforcer ?? 'nobody'}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** A pod for every Gateway: the cluster of the other benchmarks has none. */
function* withProxies(objects) {
  const cluster = { random: randomFrom(11), created: Date.UTC(2026, 0, 1), address: 1 << 20 };
  for (const object of objects) {
    yield object;
    if (object.kind !== 'Gateway') continue;
    const { namespace, name } = object.metadata;
    const podIP = address(cluster, 'pod');
    const labels = { 'gateway.networking.k8s.io/gateway-name': name, 'istio.io/dataplane-mode': 'none' };
    yield {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata(cluster, namespace, `${name}-0`, { labels }),
      spec: { containers: [{ name: 'istio-proxy' }], nodeName: 'node-1', serviceAccountName: name },
      status: { conditions: [{ type: 'Ready', status: 'True' }], phase: 'Running', podIP, podIPs: [{ ip: podIP }] },
    };
  }
}

/** Service- and pod-addressed, through the ingress gateway and from outside; HTTP with paths and tokens, and bytes. */
function requestsTo({ workloads, services, servicesByNamespace }, random) {
  const pods = workloads.filter(({ kind }) => kind === 'Pod');
  const podsByNamespace = groupedByNamespace(pods);
  const reachable = services.filter(({ kind, workloads: endpoints }) => kind === 'Service' && endpoints.length > 0);
  return Array.from({ length: REQUESTS }, () => {
    const service = random.pick(reachable);
    const neighbours = podsByNamespace.get(service.namespace) ?? pods;
    const client = random.pick(random.chance(0.7) ? neighbours : pods);
    const names = servicesByNamespace.get(service.namespace).map(({ name }) => name);
    return {
      source: sourceOf(client, random),
      destination: destinationIn(service, random),
      http: random.chance(0.75) ? httpTo(service, names, random) : null,
    };
  });
}

function groupedByNamespace(pods) {
  const groups = new Map();
  for (const pod of pods) groups.set(pod.namespace, [...(groups.get(pod.namespace) ?? []), pod]);
  return groups;
}

function sourceOf({ namespace, name, serviceAccount }, random) {
  const draw = random.integer(1, 100);
  if (draw <= 80) return { kind: 'POD', namespace, name };
  if (draw <= 88) return { kind: 'SERVICE_ACCOUNT', namespace, name: serviceAccount };
  if (draw <= 96) return { kind: 'INGRESS', namespace: 'ingress', name: 'public' };
  return { kind: 'EXTERNAL', ip: `192.0.2.${random.integer(1, 250)}` };
}

function destinationIn({ namespace, name, ports, workloads }, random) {
  const { port, targetPort } = random.pick(ports);
  if (random.chance(0.85)) return { kind: 'SERVICE', namespace, name, port };
  return { kind: 'POD', namespace, name: random.pick(workloads).name, port: targetPort ?? port };
}

function httpTo({ namespace, name }, names, random) {
  const text = `header.${random.hex(8)}.signature`;
  const claims = {
    iss: 'https://login.example.com',
    sub: `user-${random.integer(1, 50)}`,
    groups: ['staff', 'admins'],
  };
  const hasToken = random.chance(0.4);
  return {
    method: random.pick(['GET', 'GET', 'GET', 'POST', 'DELETE']),
    path: `/v1/${random.pick(names)}/${random.integer(0, 4)}/items?page=${random.integer(1, 9)}`,
    host: `${name}.${namespace}.svc.cluster.local`,
    headers: {
      accept: 'application/json',
      'user-agent': 'client/1.0',
      'x-request-id': random.hex(16),
      ...(hasToken && { authorization: `Bearer ${text}` }),
    },
    tokens: hasToken ? [{ text, claims, valid: random.chance(0.9) }] : [],
  };
}
