import { describe, expect, it } from '@jest/globals';
import { buildModel } from './build.js';
import { manifestOf, meshConfig, modelOf } from '../testing/index.js';
import type { Manifest } from '../manifest/manifest.js';

const configMap = (namespaceAndName: string, mesh: string): Manifest => {
  const [namespace, name] = namespaceAndName.split('/');
  return manifestOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data: { mesh } });
};

interface IstiodOptions {
  readonly namespace?: string;
  readonly revision?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

function istiod({
  namespace = 'istio-system',
  revision = 'default',
  image = 'istio/pilot:1.28.2',
  labels = {},
  env = [],
}: IstiodOptions): Manifest {
  return manifestOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      namespace,
      name: revision === 'default' ? 'istiod' : `istiod-${revision}`,
      labels: { app: 'istiod', 'istio.io/rev': revision, ...labels },
    },
    spec: { template: { spec: { containers: [{ name: 'discovery', image, env }] } } },
  });
}

describe('mesh settings', () => {
  it("are istiod's defaults when the snapshot has no mesh config", () => {
    expect(modelOf([]).mesh).toMatchObject({
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
      trustDomainAliases: [],
      pathNormalization: 'DEFAULT',
      extensionProviders: [],
      outboundTrafficPolicy: 'ALLOW_ANY',
      manifest: null,
    });
  });

  it('are read from the YAML of the ConfigMap', () => {
    const mesh = `
rootNamespace: mesh-root
trustDomain: td.example
trustDomainAliases: [old.example]
pathNormalization: { normalization: MERGE_SLASHES }
outboundTrafficPolicy: { mode: REGISTRY_ONLY }
extensionProviders:
  - name: authz
    envoyExtAuthzGrpc: { service: authz.infra.svc.cluster.local, port: 9000 }
`;
    expect(modelOf([configMap('istio-system/istio', mesh)]).mesh).toMatchObject({
      rootNamespace: 'mesh-root',
      trustDomain: 'td.example',
      trustDomainAliases: ['old.example'],
      pathNormalization: 'MERGE_SLASHES',
      outboundTrafficPolicy: 'REGISTRY_ONLY',
      extensionProviders: [
        { name: 'authz', type: 'envoyExtAuthzGrpc', config: { service: 'authz.infra.svc.cluster.local', port: 9000 } },
      ],
    });
  });

  it('are YAML 1.1, as istiod reads them', () => {
    const mesh = [
      'extensionProviders:',
      '  - name: authz',
      '    envoyExtAuthzHttp: { service: authz.infra.svc.cluster.local, port: 010, failOpen: yes, x: off }',
      'trustDomain: "on"',
    ];
    const { extensionProviders, trustDomain } = modelOf([configMap('istio-system/istio', mesh.join('\n'))]).mesh;
    expect(extensionProviders[0]?.config).toMatchObject({ port: 8, failOpen: true, x: false });
    expect(trustDomain).toBe('on');
  });

  it('come from the ConfigMap of the revision, beside its istiod', () => {
    const manifests = [
      istiod({ namespace: 'mesh', revision: 'canary' }),
      configMap('mesh/istio-canary', 'trustDomain: canary.example'),
      configMap('istio-system/istio', 'trustDomain: other.example'),
    ];
    expect(modelOf(manifests).mesh).toMatchObject({ trustDomain: 'canary.example', rootNamespace: 'mesh' });
  });

  it('keep their defaults, and report it, when the mesh config is no YAML map', () => {
    const { model, skipped } = buildModel([configMap('istio-system/istio', 'a: [')]);
    expect(model.mesh.trustDomain).toBe('cluster.local');
    expect(skipped[0]?.message).toContain('holds a mesh config that is not YAML');
    expect(buildModel([configMap('istio-system/istio', '- a')]).skipped).toHaveLength(1);
    expect(buildModel([configMap('istio-system/istio', '')]).skipped).toEqual([]);
  });

  it('take flags from the environment of istiod, and defaults for what Go cannot parse', () => {
    const env = [
      { name: 'ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES', value: 'true' },
      { name: 'ENABLE_INGRESS_WAYPOINT_ROUTING', value: 'yes' },
      { name: 'PILOT_AUTO_ALLOW_WAYPOINT_POLICY' },
    ];
    expect(modelOf([istiod({ env })]).mesh.features).toMatchObject({
      ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: true,
      ENABLE_INGRESS_WAYPOINT_ROUTING: true,
      PILOT_AUTO_ALLOW_WAYPOINT_POLICY: false,
    });
  });
});

describe('the Istio version that a model is judged by', () => {
  const versionOf = (manifests: readonly Manifest[], istioVersion?: string) => {
    const model = modelOf(manifests, istioVersion === undefined ? {} : { istioVersion });
    return [model.istioVersion, model.istioVersionSource];
  };

  it.each([
    ['docker.io/istio/pilot:1.28.2', '1.28.2'],
    ['registry:5000/istio/pilot:1.28.2-distroless', '1.28.2'],
    ['gcr.io/istio/pilot:v1.30.0-rc.1@sha256:abc', '1.30.0'],
  ])('is the tag of the image %s', (image, version) => {
    expect(versionOf([istiod({ image })], '1.26.0')).toEqual([version, 'SNAPSHOT']);
  });

  it.each([
    [{ 'app.kubernetes.io/version': '1.27.1' }, '1.27.1'],
    [{ 'helm.sh/chart': 'istiod-1.27.3' }, '1.27.3'],
  ])('is what the chart wrote, %j, when the tag tells nothing', (labels, version) => {
    expect(versionOf([istiod({ image: 'istio/pilot:latest', labels })])).toEqual([version, 'SNAPSHOT']);
    expect(versionOf([istiod({ image: 'istio/pilot@sha256:abc', labels })])).toEqual([version, 'SNAPSHOT']);
  });

  it('is the one given when the snapshot tells none, else the newest', () => {
    expect(versionOf([], '1.26.8')).toEqual(['1.26.8', 'GIVEN']);
    expect(versionOf([])).toEqual(['1.32', 'NEWEST']);
    expect(versionOf([istiod({ image: 'istio/pilot' })])).toEqual(['1.32', 'NEWEST']);
  });

  it('is that of the default revision, else of the newest one', () => {
    const stable = istiod({ revision: '1-28', image: 'istio/pilot:1.28.0' });
    const next = istiod({ revision: '1-30', image: 'istio/pilot:1.30.0' });
    expect(versionOf([stable, next])).toEqual(['1.30.0', 'SNAPSHOT']);
    expect(versionOf([istiod({ image: 'istio/pilot:1.26.0' }), next])).toEqual(['1.26.0', 'SNAPSHOT']);
  });
});

it('finds the mesh config that the test builder writes', () => {
  expect(modelOf([meshConfig({ trustDomain: 'td.example' })]).mesh.trustDomain).toBe('td.example');
});
