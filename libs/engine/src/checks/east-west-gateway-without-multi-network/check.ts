import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const eastWestGatewayWithoutMultiNetwork = defineCheck({
  id: 'east-west-gateway-without-multi-network',
  severity: 'warning',
  title: 'An east-west gateway, and an istiod that does not join networks',
  why: 'The class `istio-east-west` belongs to ambient mode over several networks, which istiod takes part in only with `AMBIENT_ENABLE_MULTI_NETWORK`. Without it nobody deploys this gateway, and other networks stay out of reach.',
  fix: 'Set `AMBIENT_ENABLE_MULTI_NETWORK=true` at istiod, or remove the Gateway.',
  source:
    'istio pilot/pkg/config/kube/gatewaycommon/classinfo.go GetClassInfos; pilot/pkg/features/ambient.go (semantics 0.4, 2.1, 2.10)',

  run({ model }, report) {
    if (model.istioVersionSource !== 'SNAPSHOT' || model.mesh.features['AMBIENT_ENABLE_MULTI_NETWORK'] === true) return;
    for (const gateway of model.gateways) {
      if (gateway.role !== 'EASTWEST') continue;
      report({
        manifest: gateway.manifest,
        field: ['spec', 'gatewayClassName'],
        message: `${nameOf({ kind: 'Gateway', namespace: gateway.namespace, name: gateway.name })} has no effect: istiod runs without AMBIENT_ENABLE_MULTI_NETWORK`,
      });
    }
  },
});
