import { application } from './application.mjs';
import { controlPlane } from './control-plane.mjs';
import { namespacePolicies, applicationPolicies } from './policies.mjs';
import { randomFrom } from './random.mjs';
import { namespaceObjects } from './namespace.mjs';

/**
 * A cluster like those that companies run: namespaces of teams, 4 to 14 applications in each (Deployment, ReplicaSet,
 * Pods, Service, EndpointSlice, ServiceAccount), two thirds of them in ambient, one in ten with sidecars, waypoints for
 * half, policies of all kinds and with the usual faults. As `kubectl get` prints it: with status and server metadata.
 *
 * @param {{ objects: number, seed?: number }} options
 * @returns {Generator<object>} exactly `objects` Kubernetes objects; a larger cluster of the same seed begins the same
 */
export function* generateCluster({ objects, seed = 1 }) {
  let left = objects;
  for (const object of endlessCluster(randomFrom(seed))) {
    if (left-- === 0) return;
    yield object;
  }
}

function* endlessCluster(random) {
  const cluster = { random, created: Date.UTC(2026, 0, 1), address: 0, namespaces: [] };
  yield* controlPlane(cluster);
  for (let index = 0; ; index++) {
    const namespace = namespaceObjects(cluster, index);
    yield* namespace.objects;
    const names = Array.from({ length: random.integer(4, 14) }, (_, position) => `${random.pick(ROLES)}-${position}`);
    for (const name of names) {
      yield* application(cluster, namespace, name);
      yield* applicationPolicies(cluster, namespace, name, names);
    }
    yield* namespacePolicies(cluster, namespace, names);
    cluster.namespaces.push({ name: namespace.name, applications: names });
    if (cluster.namespaces.length > 50) cluster.namespaces.shift();
  }
}

const ROLES = ['api', 'web', 'worker', 'cache', 'store', 'search', 'mailer', 'billing', 'session', 'feed'];
