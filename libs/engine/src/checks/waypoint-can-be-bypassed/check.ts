import type { Manifest } from '../../manifest/manifest.js';
import type { Service } from '../../model/model.js';
import { ImplicitPolicies } from '../../ztunnel/implicit-policies.js';
import type { CheckIndex } from '../check-index.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const waypointCanBeBypassed = defineCheck({
  id: 'waypoint-can-be-bypassed',
  severity: 'info',
  title: 'Pods that can be reached around the waypoint of their Service',
  why: 'A waypoint checks what is addressed to the Service by captured clients. Whoever addresses a pod, has a sidecar, or is outside the mesh reaches the pods directly, and nothing at ztunnel asks where the traffic comes from.',
  fix: 'Lock the pods down: an ALLOW policy without targetRefs that admits the service account of the waypoint (and what else may call pods directly, such as Prometheus).',
  source: 'ztunnel src/proxy/outbound.rs build_request; no hairpin at the destination (semantics 2.5, 10.2)',

  run({ model, index }, report) {
    const admitted = index.once(ownersWithAllow);
    const implicit = new ImplicitPolicies(model);
    const open = new Map<Manifest, Service[]>();
    for (const service of model.services) {
      if (service.binding.waypoint?.role !== 'WAYPOINT' || service.headless || !isProtected(index, service)) continue;
      if (implicit.for(service.binding.waypoint) !== null) continue; // ztunnel admits nobody else then
      const captured = service.workloads.filter(({ capture }) => capture.captured);
      if (captured.length === 0 || captured.every(({ owner }) => admitted.has(index.keyOf(owner)))) continue;
      const holder = model.namespaces.get(service.namespace)?.manifest ?? service.manifest;
      const services = open.get(holder) ?? [];
      services.push(service);
      open.set(holder, services);
    }
    for (const [manifest, services] of open) {
      report({
        manifest,
        field: ['metadata', 'name'],
        message: `${nameOf(manifest)} has ${count(services.length, 'service')} whose policies at the waypoint can be bypassed, because ztunnel admits everybody to the pods`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
      });
    }
  },
});

/** Some AuthorizationPolicy at the waypoint would be bypassed. */
const isProtected = (index: CheckIndex, service: Service): boolean =>
  index.policiesTargeting(service).some(({ kind }) => kind === 'AuthorizationPolicy');

/** Workloads to which ztunnel admits only whom an ALLOW policy names. */
function ownersWithAllow(index: CheckIndex): ReadonlySet<string> {
  const owners = new Set<string>();
  for (const policy of index.authorizationPolicies) {
    if (policy.action !== 'ALLOW' || policy.dryRun) continue;
    for (const { pathClass, targets } of index.verdictsOf(policy, 'ZTUNNEL')) {
      if (pathClass === 'POD_ADDRESSED') for (const owner of targets) owners.add(index.keyOf(owner));
    }
  }
  return owners;
}
