import type { Gateway, Service } from '../../model/model.js';
import { CANARY } from '../../model/canary.js';
import { labelValue } from '../../model/narrow.js';
import type { Policy } from '../../model/policy.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const canaryWaypointWithoutPolicies = defineCheck({
  id: 'canary-waypoint-without-policies',
  severity: 'error',
  title: 'A canary waypoint without the policies of the first one',
  why: 'A share of the connections crosses the canary waypoint instead of the first. Policies that target the first Gateway do not apply there: this share of the traffic is not checked by them.',
  fix: 'Target the Service or the GatewayClass instead of the Gateway, or repeat the policies for the canary.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/waypoints.go buildWeightedWaypoints; ztunnel src/state.rs sample_weighted_waypoint (semantics 2.8)',

  run({ model, index }, report) {
    const seen = new Map<
      string,
      { services: Service[]; missing: readonly Policy[]; primary: Gateway; canary: Gateway }
    >();
    for (const service of model.services) {
      const { waypoint: primary, canary } = service.binding;
      if (primary === null || canary === null || canary.weight === 0) continue;
      const key = `${primary.namespace}/${primary.name} ${canary.waypoint.namespace}/${canary.waypoint.name}`;
      const known = seen.get(key);
      if (known !== undefined) known.services.push(service);
      else {
        const missing = policiesOfFirstAlone(index, primary, canary.waypoint);
        if (missing.length > 0) seen.set(key, { services: [service], missing, primary, canary: canary.waypoint });
      }
    }
    for (const { services, missing, primary, canary } of seen.values()) {
      const [first] = services;
      if (first === undefined) continue;
      const holder =
        labelValue(first.labels, CANARY) === undefined ? model.namespaces.get(first.namespace)?.manifest : null;
      report({
        manifest: holder ?? first.manifest,
        field: ['metadata', 'labels', CANARY],
        message: `Canary waypoint ${canary.namespace}/${canary.name} takes a share of the traffic of ${listed(services.map(nameOf))} without ${listed(missing.map(nameOf).sort())}, which ${missing.length === 1 ? 'targets' : 'target'} waypoint ${primary.namespace}/${primary.name}`,
        affected: [...services, ...missing],
        evidence: first.binding.evidence(),
        cause: `${canary.namespace}/${canary.name}`,
      });
    }
  },
});

/** Policies of the first waypoint; [] once the canary has some of the same kind: then somebody thought of it. */
function policiesOfFirstAlone(index: CheckIndex, primary: Gateway, canary: Gateway): readonly Policy[] {
  const at = ({ namespace, name }: Gateway) => index.policiesTargeting({ kind: 'Gateway', namespace, name });
  const kinds = new Set(at(canary).map(({ kind }) => kind));
  return at(primary).filter(({ kind }) => ENFORCED.has(kind) && !kinds.has(kind));
}

const ENFORCED = new Set(['AuthorizationPolicy', 'RequestAuthentication']);
