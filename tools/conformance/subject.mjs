import { buildModel, readManifests } from '@waymark/engine';

/** One scenario with our model of it; sections compute the rest from it. The line of an object is its number. */
export function subjectOf(scenario) {
  const { manifests } = readManifests([
    fileOf(`${scenario.id}.ndjson`, scenario.objects),
    fileOf('mesh.ndjson', [meshConfigMap(scenario.mesh)]),
  ]);
  const { model } = buildModel(manifests, { istioVersion: scenario.mesh?.istioVersion ?? undefined });
  return { scenario, model };
}

const fileOf = (name, objects) => ({
  name,
  bytes: new TextEncoder().encode(objects.map((object) => JSON.stringify(object)).join('\n')),
});

/** The scenario's mesh settings, in the place where a cluster keeps them. */
const meshConfigMap = ({ rootNamespace, trustDomain, config } = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: JSON.stringify({ rootNamespace, trustDomain, ...config }) },
});
