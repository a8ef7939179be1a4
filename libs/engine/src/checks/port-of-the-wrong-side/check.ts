import { portFieldsOf } from '../../authorization/ports.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const portOfTheWrongSide = defineCheck({
  id: 'port-of-the-wrong-side',
  severity: 'error',
  title: 'A port number that the enforcer never sees',
  why: 'ztunnel and sidecars compare the port on the pod (`targetPort`), waypoints the port of the Service. A rule with the number of the other side never matches: an ALLOW refuses, a DENY lets pass.',
  fix: 'Write the `targetPort` in policies without targetRefs, and the port of the Service in policies for a waypoint.',
  source:
    'ztunnel src/proxy/inbound.rs; istio pilot/pkg/networking/core/listener_waypoint.go; confirmed by running (semantics 4.7, 5.3, 14.9)',

  run({ index }, report) {
    for (const policy of index.authorizationPolicies) {
      const verdicts = index.verdictsOf(policy).filter(({ effect }) => effect === 'WRONG_PORT_SPACE');
      if (verdicts.length === 0) continue;
      const [field] = portFieldsOf(policy);
      if (field === undefined) continue;
      const atWaypoint = verdicts.some(({ enforcer }) => enforcer.type === 'WAYPOINT');
      report({
        manifest: policy.manifest,
        field: field.path,
        message: `${nameOf(policy)} compares port ${field.values.join(', ')}, which is ${
          atWaypoint
            ? 'a port of the pods; the waypoint sees the port of the Service'
            : 'a port of the Service; here the port of the pod counts'
        }`,
        affected: verdicts.flatMap(({ targets }) => targets),
        evidence: verdicts[0]?.evidence ?? [],
      });
    }
  },
});
