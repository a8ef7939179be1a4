import { describe, expect, it } from '@jest/globals';
import { admit } from './admit.js';
import { canonicalJson } from './canonical-json.js';
import { readManifests } from './read.js';

const SECRET = 'hunter2';
const containers = (...names: string[]) =>
  names.map((name) => ({
    name,
    image: 'x',
    env: [
      { name: 'PASSWORD', value: SECRET },
      { name: 'REF', valueFrom: {} },
    ],
  }));
const podSpec = {
  serviceAccountName: 'web',
  containers: containers('app'),
  initContainers: containers('init'),
  ephemeralContainers: containers('debug'),
};
const template = { metadata: { labels: { app: 'web' } }, spec: podSpec };
const object = (apiVersion: string, kind: string, name: string, rest: object) => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'shop',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(podSpec), team: 'a' },
  },
  ...rest,
});

const admitted = (...objects: object[]) => {
  const text = objects.map((one) => JSON.stringify(one)).join('\n');
  return admit(readManifests([{ name: '-', bytes: new TextEncoder().encode(text) }]).manifests);
};

describe('what is admitted to the store', () => {
  it.each([
    ['v1', 'Pod', { spec: podSpec }],
    ['apps/v1', 'Deployment', { spec: { template } }],
    ['apps/v1', 'StatefulSet', { spec: { template } }],
    ['apps/v1', 'DaemonSet', { spec: { template } }],
    ['apps/v1', 'ReplicaSet', { spec: { template } }],
    ['batch/v1', 'Job', { spec: { template } }],
    ['batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template } } } }],
    ['argoproj.io/v1alpha1', 'Rollout', { spec: { template } }],
    ['extensions.istio.io/v1alpha1', 'WasmPlugin', { spec: { vmConfig: { env: [{ name: 'A', value: SECRET }] } } }],
  ])('holds no environment value of a %s %s', (apiVersion, kind, rest) => {
    const { manifests, blankedValues } = admitted(object(apiVersion, kind, 'web', rest));
    expect(manifests).toHaveLength(1);
    expect(manifests.map(({ body }) => canonicalJson(body)).join()).not.toContain(SECRET);
    expect(blankedValues).toBe(kind === 'WasmPlugin' ? 1 : 3);
  });

  it('keeps the names of variables, and all that is no environment', () => {
    const { manifests } = admitted(object('v1', 'Pod', 'web', { spec: podSpec }));
    expect(JSON.parse(canonicalJson(manifests[0]?.body ?? {}))).toMatchObject({
      metadata: { annotations: { team: 'a' } },
      spec: {
        serviceAccountName: 'web',
        containers: [{ name: 'app', env: [{ name: 'PASSWORD', value: '' }, { name: 'REF' }] }],
      },
    });
  });

  it('lets environments in no other shape through', () => {
    const odd = {
      containers: { env: ['PASSWORD=hunter2', { name: 'P', value: { nested: SECRET } }] },
      env: { P: SECRET },
    };
    const { manifests } = admitted(object('v1', 'Pod', 'web', { spec: odd }));
    expect(manifests.map(({ body }) => canonicalJson(body)).join()).not.toContain(SECRET);
  });

  it('keeps the feature flags of istiod, which change the answers, and nothing else under their names', () => {
    const env = [
      { name: 'ENABLE_INGRESS_WAYPOINT_ROUTING', value: 'false' },
      { name: 'PILOT_ENABLE_AMBIENT', value: SECRET },
    ];
    const { manifests } = admitted(
      object('v1', 'Pod', 'istiod', { spec: { containers: [{ name: 'discovery', env }] } }),
    );
    expect(manifests[0]?.body).toMatchObject({ spec: { containers: [{ env: [{ value: 'false' }, { value: '' }] }] } });
  });

  it('refuses Secrets and says so', () => {
    const { manifests, skipped } = admitted(object('v1', 'Secret', 'password', { data: { password: SECRET } }));
    expect(manifests).toEqual([]);
    expect(skipped).toMatchObject([
      { reason: 'SECRET', file: '-', line: 1, object: { kind: 'Secret', namespace: 'shop', name: 'password' } },
    ]);
    expect(JSON.stringify(skipped)).not.toContain(SECRET);
  });

  it('refuses kinds that no analysis reads', () => {
    expect(admitted(object('cert-manager.io/v1', 'Certificate', 'web', {})).skipped).toMatchObject([
      { reason: 'UNSUPPORTED_KIND' },
    ]);
  });

  it('keeps of ConfigMaps only the mesh config', () => {
    const { manifests, skipped } = admitted(
      object('v1', 'ConfigMap', 'istio', {
        data: { mesh: 'rootNamespace: x', meshNetworks: SECRET },
        binaryData: { a: SECRET },
      }),
      object('v1', 'ConfigMap', 'istio-canary', { data: { mesh: 'rootNamespace: y' } }),
      object('v1', 'ConfigMap', 'istio-sidecar-injector', { data: { config: SECRET } }),
      object('v1', 'ConfigMap', 'app', { data: { mesh: SECRET } }),
    );
    expect(manifests.map(({ name, body }) => [name, body.data])).toEqual([
      ['istio', { mesh: 'rootNamespace: x' }],
      ['istio-canary', { mesh: 'rootNamespace: y' }],
    ]);
    expect(skipped.map(({ object: ref }) => ref?.name)).toEqual(['app', 'istio-sidecar-injector'].reverse());
    expect(manifests.map(({ body }) => canonicalJson(body)).join()).not.toContain(SECRET);
  });

  it('keeps of the CNI only what enrols pods', () => {
    const data = { EXCLUDE_NAMESPACES: 'kube-system', AMBIENT_ENABLED: 'true', OTHER: SECRET };
    const { manifests } = admitted(object('v1', 'ConfigMap', 'istio-cni-config', { data }));
    expect(manifests.map(({ body }) => body.data)).toEqual([
      { EXCLUDE_NAMESPACES: 'kube-system', AMBIENT_ENABLED: 'true' },
    ]);
  });
});
