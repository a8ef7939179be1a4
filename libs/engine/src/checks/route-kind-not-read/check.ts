import type { ClusterModel } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const routeKindNotRead = defineCheck({
  id: 'route-kind-not-read',
  severity: 'warning',
  title: 'A kind of route that this release reads only behind a flag',
  why: 'TLSRoutes were alpha up to Istio 1.29, TCPRoutes up to 1.30: istiod of those releases reads them only with `PILOT_ENABLE_ALPHA_GATEWAY_API`. Otherwise the route has no effect at any gateway or waypoint, and gets no status.',
  fix: 'Set `PILOT_ENABLE_ALPHA_GATEWAY_API=true` at istiod, or upgrade Istio.',
  source: 'istio pilot/pkg/config/kube/gateway/controller.go NewController (semantics 9, 14.24)',

  run({ model }, report) {
    if (model.mesh.features['PILOT_ENABLE_ALPHA_GATEWAY_API'] === true) return;
    for (const route of model.routes) {
      if (isRead(route.kind, model)) continue;
      report({
        manifest: route.manifest,
        field: ['kind'],
        message: `${nameOf(route)} has no effect: Istio ${model.istioVersion} reads ${route.kind}s only with PILOT_ENABLE_ALPHA_GATEWAY_API`,
      });
    }
  },
});

const isRead = (kind: string, { behaviour }: ClusterModel): boolean =>
  (kind !== 'TLSRoute' || behaviour.tlsRoutesWithoutFlag) && (kind !== 'TCPRoute' || behaviour.tcpRoutesWithoutFlag);
