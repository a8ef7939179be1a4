import type { Policy } from '../../model/policy.js';
import type { Service } from '../../model/model.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { backendsOf, routeParents } from '../routes.js';
import { listed, nameOf } from '../say.js';

export const routeSkipsSecondWaypoint = defineCheck({
  id: 'route-skips-second-waypoint',
  severity: 'warning',
  title: 'A route to a Service whose own waypoint is not asked',
  why: 'A waypoint sends to the backends of a route directly, also when a backend has another waypoint. The policies of that second waypoint are not applied to requests that come by this route, and at the pods the first waypoint is seen.',
  fix: 'Attach the policies to the first waypoint too, or give both Services the same waypoint.',
  source: 'istio pilot/pkg/xds/endpoints/endpoint_builder.go: only routers look for a waypoint (semantics 3.8, 14.9)',

  run(input, report) {
    for (const { route, service, field } of routeParents(input)) {
      const first = service?.binding.waypoint;
      if (service === null || first?.role !== 'WAYPOINT') continue;
      for (const backend of backendsOf(input, route)) {
        const second = backend.binding.waypoint;
        if (backend === service || second?.role !== 'WAYPOINT' || second === first) continue;
        const skipped = policiesOf(input.index, backend);
        if (skipped.length === 0) continue;
        report({
          manifest: route.manifest,
          field,
          message: `${nameOf(route)} sends from ${nameOf(service)} to ${nameOf(backend)} around waypoint ${second.namespace}/${second.name}: ${listed(skipped.map(nameOf).sort())} ${skipped.length === 1 ? 'is' : 'are'} not applied`,
          affected: [backend, ...skipped],
          evidence: backend.binding.evidence(),
          cause: `${backend.namespace}/${backend.name}`,
        });
      }
    }
  },
});

const ENFORCED = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

function policiesOf(index: CheckIndex, service: Service): readonly Policy[] {
  const { waypoint } = service.binding;
  const atWaypoint =
    waypoint === null
      ? []
      : index.policiesTargeting({ kind: 'Gateway', namespace: waypoint.namespace, name: waypoint.name });
  return [...index.policiesTargeting(service), ...atWaypoint].filter(({ kind }) => ENFORCED.has(kind));
}
