import type { Manifest } from '../../manifest/manifest.js';
import { USE_WAYPOINT } from '../../model/waypoint-reference.js';
import type { Service, Workload } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { count, nameOf } from '../say.js';

export const waypointBeforeUncapturedPods = defineCheck({
  id: 'waypoint-before-uncaptured-pods',
  severity: 'warning',
  title: 'A waypoint in front of pods outside the mesh',
  why: 'The waypoint sends to these pods in plaintext, and nothing stands before them: whoever addresses a pod goes around the waypoint, and no policy at layer 4 can ask where the traffic comes from.',
  fix: 'Enrol the pods (`istio.io/dataplane-mode: ambient` on their namespace).',
  source: 'ztunnel src/proxy/outbound.rs build_request (semantics 2.5, table 7.5)',

  run({ model }, report) {
    const open = new Map<Manifest, Service[]>();
    for (const service of model.services) {
      const { binding, workloads, kind } = service;
      if (kind !== 'Service' || binding.waypoint?.role !== 'WAYPOINT') continue;
      if (workloads.length === 0 || !workloads.every(isOutside)) continue;
      const holder = binding.referencedAt?.manifest ?? service.manifest;
      open.set(holder, [...(open.get(holder) ?? []), service]);
    }
    for (const [manifest, services] of open) {
      report({
        manifest,
        field: ['metadata', 'labels', USE_WAYPOINT],
        message: `${nameOf(manifest)} puts a waypoint in front of ${count(services.length, 'service')} whose pods are outside the mesh: everybody can go around it`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
      });
    }
  },
});

/** Pods that run or may run, with nothing of the mesh in front of them. */
const isOutside = ({
  kind,
  capture: { captured, reason },
  sidecar,
  gateway,
  classicGateway,
  nativeTunnel,
  binding,
}: Workload): boolean =>
  (kind === 'Pod' || kind === 'PodTemplate') &&
  !captured &&
  !sidecar &&
  !nativeTunnel &&
  gateway === null &&
  !classicGateway &&
  binding.waypoint === null &&
  !SETTLED.has(reason);

// These have checks of their own, or are over.
const SETTLED: ReadonlySet<string> = new Set([
  'TERMINATED',
  'REDIRECTION_PENDING',
  'NOT_REDIRECTED',
  'SIDECAR',
  'HOST_NETWORK',
]);
