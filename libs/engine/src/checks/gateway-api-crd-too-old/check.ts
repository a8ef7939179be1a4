import type { ClusterModel } from '../../model/model.js';
import { field, labelsOf, labelValue } from '../../model/narrow.js';
import { compareVersions, isRelease, releaseOf } from '../../version/istio-version.js';
import { defineCheck } from '../define-check.js';

export const gatewayApiCrdTooOld = defineCheck({
  id: 'gateway-api-crd-too-old',
  severity: 'warning',
  title: 'A Gateway API definition that is too old for this release of Istio',
  why: 'istiod reads a kind of the Gateway API only when its definition is of a new enough bundle. Of an older one it takes no notice, so the objects of the kind have no effect, without any status.',
  fix: 'Install the newer bundle of the Gateway API (`gateway.networking.k8s.io/bundle-version`).',
  source:
    'istio pkg/kube/watcher/crdwatcher/crdwatcher.go minimumVersionFilter; IST0176 (semantics 3.8; 10.6 RT_CRD_TOO_OLD)',

  run({ model }, report) {
    for (const manifest of model.othersByKind.get('CustomResourceDefinition') ?? []) {
      const [kind, least] = leastBundles(model)[manifest.name] ?? [];
      const installed = labelValue(labelsOf(field(manifest.body.metadata, 'annotations')), BUNDLE_VERSION);
      if (!kind || !least || installed === undefined || !isRelease(installed)) continue;
      const objects = objectsOf(model, kind);
      if (objects.length === 0 || compareVersions(releaseOf(installed), least) >= 0) continue;
      report({
        manifest,
        field: ['metadata', 'annotations', BUNDLE_VERSION],
        message: `The definition of ${kind} is of Gateway API ${releaseOf(installed)}, and Istio ${model.istioVersion} reads the kind from ${least} on: no ${kind} has an effect`,
        affected: objects,
      });
    }
  },
});

const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

/** Kind and least bundle by name of the definition; '' when the release asks for none. */
const leastBundles = ({ behaviour }: ClusterModel): Readonly<Record<string, readonly [string, string]>> => ({
  'grpcroutes.gateway.networking.k8s.io': ['GRPCRoute', '1.1.0'],
  'tlsroutes.gateway.networking.k8s.io': ['TLSRoute', behaviour.tlsRouteBundle],
  'backendtlspolicies.gateway.networking.k8s.io': ['BackendTLSPolicy', behaviour.backendTlsPolicyBundle],
});

const objectsOf = ({ routes, othersByKind }: ClusterModel, wanted: string) => [
  ...routes.filter(({ kind }) => kind === wanted),
  ...(othersByKind.get(wanted) ?? []),
];
