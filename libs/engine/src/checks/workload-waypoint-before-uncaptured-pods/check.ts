import type { Manifest } from '../../manifest/manifest.js';
import type { Workload } from '../../model/model.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';
import { workloadsByOwnerOnce } from '../workload-labels.js';

export const workloadWaypointBeforeUncapturedPods = defineCheck({
  id: 'workload-waypoint-before-uncaptured-pods',
  severity: 'error',
  title: 'Pods outside the mesh behind a waypoint for workloads',
  why: 'Traffic that is addressed to a pod and crosses a waypoint goes on to port 15008 of the pod by HBONE, whatever the pod is. These pods are not captured and do not serve that port, so every call of a captured client to their addresses fails.',
  fix: 'Enrol the pods, or let the waypoint take `service` traffic only.',
  source: 'istio pilot/pkg/networking/core/listener_waypoint.go; ztunnel src/proxy/outbound.rs (semantics 14.2)',

  run({ index }, report) {
    const failing = new Map<Manifest, Workload[]>();
    for (const workload of workloadsByOwnerOnce(index)) {
      const { binding, capture, nativeTunnel, hostNetwork, kind, gateway } = workload;
      if (binding.waypoint?.role !== 'WAYPOINT' || capture.captured || nativeTunnel || hostNetwork) continue;
      if ((kind !== 'Pod' && kind !== 'PodTemplate') || gateway !== null || SETTLED.has(capture.reason)) continue;
      const holder = binding.referencedAt?.manifest ?? workload.manifest;
      failing.set(holder, [...(failing.get(holder) ?? []), workload]);
    }
    for (const [manifest, workloads] of failing) {
      const [first] = workloads;
      if (first === undefined) continue;
      const { waypoint, referencedAt } = first.binding;
      report({
        manifest,
        field: referencedAt?.path ?? [],
        message: `Waypoint ${waypoint?.namespace}/${waypoint?.name} takes what is addressed to the pods of ${listed(workloads.map(({ owner }) => nameOf(owner)))}, which are outside the mesh: such calls fail`,
        affected: workloads.map(({ owner }) => owner),
        evidence: first.binding.evidence(),
      });
    }
  },
});

const SETTLED: ReadonlySet<string> = new Set(['TERMINATED', 'REDIRECTION_PENDING', 'NOT_REDIRECTED']);
