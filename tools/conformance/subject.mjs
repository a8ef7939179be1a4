import { buildModel, readManifests } from '@waymark/engine';

/** One scenario with our model of it; sections compute the rest from it. The line of an object is its number. */
export function subjectOf(scenario) {
  const read = readObjects(scenario);
  const { model, skipped } = buildModel(read.manifests, { istioVersion: scenario.mesh?.istioVersion ?? undefined });
  return { scenario, model, skipped: [...read.skipped, ...skipped] };
}

/** The scenario as input of the engine; an object that is null is an empty line. */
export const readObjects = (scenario) =>
  readManifests([
    fileOf(nameOfObjects(scenario), scenario.objects),
    fileOf('mesh.ndjson', [meshConfigMap(scenario.mesh)]),
  ]);

export const nameOfObjects = ({ id }) => `${id}.ndjson`;

const fileOf = (name, objects) => ({
  name,
  bytes: new TextEncoder().encode(objects.map((object) => (object === null ? '' : JSON.stringify(object))).join('\n')),
});

/** The scenario's mesh settings, in the place where a cluster keeps them. */
const meshConfigMap = ({ rootNamespace, trustDomain, config } = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: JSON.stringify({ rootNamespace, trustDomain, ...config }) },
});
