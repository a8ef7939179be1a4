import { labelValue } from '../../model/narrow.js';
import { USE_WAYPOINT } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const externalNameInAmbient = defineCheck({
  id: 'external-name-in-ambient',
  severity: 'warning',
  title: 'A waypoint or a route for an ExternalName Service',
  why: 'An ExternalName Service is a name in DNS and takes no part in ambient mode: no traffic is addressed to it, so no waypoint serves it and no route of it is followed.',
  fix: 'Describe the host with a ServiceEntry, and refer to the waypoint there.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/services.go serviceServiceBuilder (semantics 2.3; 10.6 SVC_EXTERNALNAME_POLICY)',

  run({ model, index }, report) {
    for (const service of model.services) {
      if (!service.externalName) continue;
      const own = labelValue(service.labels, USE_WAYPOINT);
      const labelled = own !== undefined && own !== 'none';
      const routes = index.routesTo(service);
      if (!labelled && routes.length === 0) continue;
      report({
        manifest: service.manifest,
        field: labelled ? ['metadata', 'labels', USE_WAYPOINT] : ['spec', 'type'],
        message: `${nameOf(service)} is an ExternalName, which takes no part in ambient mode: ${
          labelled ? `its waypoint ${own} never serves it` : `${listed(routes.map(nameOf))} has no effect`
        }`,
        affected: routes,
      });
    }
  },
});
