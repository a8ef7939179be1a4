import type { Gateway, Service } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { count } from '../say.js';

export const referenceIsNoWaypoint = defineCheck({
  id: 'reference-is-no-waypoint',
  severity: 'error',
  title: 'An ordinary gateway used as a waypoint',
  why: 'Istio takes any Gateway with an address for a waypoint when something refers to it. ztunnel then sends HBONE to port 15008 of a gateway that does not serve it, and every request fails.',
  fix: 'Refer to a Gateway of class `istio-waypoint`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go gatewayToWaypointTransform (semantics 2.1, 10.4)',

  run({ model }, report) {
    for (const gateway of model.gateways) {
      const { role, boundServices, listeners, manifest, namespace, name } = gateway;
      if (role !== 'GATEWAY' || boundServices.length === 0 || listeners.some(isHbone)) continue;
      report({
        manifest,
        field: ['spec', 'gatewayClassName'],
        message: `Gateway ${namespace}/${name} of class ${gateway.className} is used as a waypoint by ${count(boundServices.length, 'service')}, but it does not serve HBONE: requests to them fail`,
        affected: boundServices,
        evidence: evidenceOf(boundServices),
      });
    }
  },
});

const isHbone = ({ port, protocol }: Gateway['listeners'][number]) => protocol === 'HBONE' || port === 15008;
const evidenceOf = ([first]: readonly Service[]) => first?.binding.evidence() ?? [];
