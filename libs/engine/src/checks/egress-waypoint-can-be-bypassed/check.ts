import type { Manifest } from '../../manifest/manifest.js';
import type { Service } from '../../model/model.js';
import { field as fieldIn, texts } from '../../model/narrow.js';
import { defineCheck, type CheckInput } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const egressWaypointCanBeBypassed = defineCheck({
  id: 'egress-waypoint-can-be-bypassed',
  severity: 'info',
  title: 'External services that can be reached around their waypoint',
  why: 'ztunnel leads to the waypoint what is addressed to the ServiceEntry. A client that knows the real address, or looks it up elsewhere, goes straight out: ztunnel passes on what it does not know, and no policy of the waypoint applies.',
  fix: 'Close the way out for everything but the waypoint: NetworkPolicies for egress in the namespaces of the clients, or a firewall.',
  source: 'ztunnel src/proxy/outbound.rs build_request (semantics 2.5, table 7.5)',

  run(input, report) {
    const byWaypoint = new Map<Manifest, Service[]>();
    for (const service of input.model.services) {
      const { waypoint } = service.binding;
      if (service.kind !== 'ServiceEntry' || !service.meshExternal || waypoint?.role !== 'WAYPOINT') continue;
      if (!isProtected(input, service)) continue;
      byWaypoint.set(waypoint.manifest, [...(byWaypoint.get(waypoint.manifest) ?? []), service]);
    }
    if (byWaypoint.size === 0 || restrictsEgress(input)) return;
    for (const [manifest, services] of byWaypoint) {
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `Clients can go around ${nameOf(manifest)} to ${count(services.length, 'external service')} whose policies it enforces: nothing closes the direct way out`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
      });
    }
  },
});

const isProtected = ({ index }: CheckInput, service: Service): boolean =>
  index.policiesTargeting(service).some(({ kind }) => kind === 'AuthorizationPolicy');

/** Some NetworkPolicy is about egress: what it closes is for its author to know. */
const restrictsEgress = ({ model }: CheckInput): boolean =>
  (model.othersByKind.get('NetworkPolicy') ?? []).some(
    ({ body }) =>
      texts(fieldIn(body.spec, 'policyTypes')).includes('Egress') || fieldIn(body.spec, 'egress') !== undefined,
  );
