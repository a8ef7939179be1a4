import { brokenBindings } from '../broken-bindings.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const waypointRefusesNamespace = defineCheck({
  id: 'waypoint-refuses-namespace',
  severity: 'error',
  title: 'A waypoint that does not admit the namespace which refers to it',
  why: 'The listener of the waypoint says in `allowedRoutes` which namespaces may use it; without it only its own. A refused reference counts as none: traffic goes straight to the pods, and what is attached to the Service is enforced by nobody.',
  fix: 'Admit the namespace in `allowedRoutes.namespaces` of the HBONE listener, or give the namespace the labels that its selector asks for.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go AllowsAttachmentFromNamespace, reason AttachmentDenied (semantics 2.4)',

  run(input, report) {
    for (const { manifest, field, waypoint, services, affected, evidence } of brokenBindings(
      input,
      'ATTACHMENT_DENIED',
    )) {
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} refers to waypoint ${waypoint}, whose listener does not admit this namespace: ${
          services.length > 0
            ? `${count(services.length, 'service')} without any waypoint`
            : 'its pods have no waypoint'
        }`,
        affected,
        evidence,
        cause: waypoint,
      });
    }
  },
});
