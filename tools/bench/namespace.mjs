import { address, condition, metadata } from './metadata.mjs';

const TEAMS = ['shop', 'pay', 'fraud', 'search', 'mail', 'data', 'infra', 'mobile', 'partner', 'reports'];

/** A team's namespace and its waypoint. `mode`: ambient, sidecar or none. */
export function namespaceObjects(cluster, index) {
  const { random } = cluster;
  const name = `${TEAMS[index % TEAMS.length]}-${index}`;
  const draw = random.integer(1, 100);
  const mode = draw <= 66 ? 'ambient' : draw <= 76 ? 'sidecar' : 'none';
  const waypoint = mode === 'ambient' && random.chance(0.55) ? 'waypoint' : null;
  const labels = {
    ...(mode === 'ambient' && { 'istio.io/dataplane-mode': 'ambient' }),
    ...(mode === 'sidecar' && { 'istio-injection': 'enabled' }),
    // One reference in twenty names a waypoint that is not there.
    ...(waypoint && { 'istio.io/use-waypoint': random.chance(0.05) ? 'waypiont' : waypoint }),
    'kubernetes.io/metadata.name': name,
    team: TEAMS[index % TEAMS.length],
  };
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: metadata(cluster, '', name, { labels }),
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
  ];
  if (waypoint) objects.push(...waypointObjects(cluster, name, waypoint));
  return { name, mode, waypoint, objects };
}

function waypointObjects(cluster, namespace, name) {
  const ready = !cluster.random.chance(0.04);
  const labels = { 'istio.io/waypoint-for': cluster.random.pick(['service', 'service', 'service', 'all', 'workload']) };
  const conditions = [condition(cluster, 'Accepted'), condition(cluster, 'Programmed')];
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: metadata(cluster, namespace, name, { labels }),
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [{ allowedRoutes: { namespaces: { from: 'Same' } }, name: 'mesh', port: 15008, protocol: 'HBONE' }],
      },
      status: ready
        ? { addresses: [{ type: 'IPAddress', value: address(cluster, 'service') }], conditions }
        : { conditions: [] },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(cluster, namespace, name) },
  ];
}
