import { buildModel } from '@waymark/engine';
import { manifestOf } from '@waymark/engine/testing';

/** One scenario with our model of it; sections compute the rest from it. */
export function subjectOf(scenario) {
  const manifests = scenario.objects.map((object, index) => manifestOf(object, { file: scenario.id, line: index + 1 }));
  const istioVersion = scenario.mesh?.istioVersion ?? undefined;
  const { model, skipped } = buildModel([...manifests, meshConfigMap(scenario.mesh)], { istioVersion });
  return { scenario, model, skipped };
}

/** The scenario's mesh settings, in the place where a cluster keeps them. */
function meshConfigMap({ rootNamespace, trustDomain, config } = {}) {
  return manifestOf(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: JSON.stringify({ rootNamespace, trustDomain, ...config }) },
    },
    { file: 'mesh', line: 1 },
  );
}
