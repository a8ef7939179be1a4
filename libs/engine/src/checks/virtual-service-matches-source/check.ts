import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { field, isFields, list } from '../../model/narrow.js';
import { isReadByWaypoint, meshVirtualServices } from '../classic-routing.js';
import { defineCheck } from '../define-check.js';
import { nameOf } from '../say.js';

export const virtualServiceMatchesSource = defineCheck({
  id: 'virtual-service-matches-source',
  severity: 'warning',
  title: 'A VirtualService that tells clients apart by their labels, at a waypoint',
  why: 'A sidecar knows its own labels. A waypoint serves all clients and does not know theirs, so it leaves out every match on `sourceLabels`: what was meant for some clients is used for none.',
  fix: 'Match a header that the clients send, or give the clients a Service of their own.',
  source:
    'istio pilot/pkg/networking/core/listener_waypoint.go, release note 51565 (semantics 3.8, 8; 10.6 VS_SOURCE_LABELS)',

  run({ model, index }, report) {
    if (!model.behaviour.sourceLabelsDroppedAtWaypoint) return;
    for (const { manifest, service } of index.once(meshVirtualServices)) {
      if (service.binding.waypoint?.role !== 'WAYPOINT' || !isReadByWaypoint(manifest, service)) continue;
      const at = sourceLabels(manifest);
      if (at === null) continue;
      report({
        manifest,
        field: at,
        message: `${nameOf(manifest)} matches clients by their labels, which the waypoint of ${nameOf(service)} does not know: it leaves the match out`,
        affected: [service],
        evidence: service.binding.evidence(),
        cause: `${service.kind}/${service.namespace}/${service.name}`,
      });
    }
  },
});

/** Where the first match on the client's labels stands. */
function sourceLabels({ body: { spec } }: Manifest): FieldPath | null {
  for (const protocol of ['http', 'tcp', 'tls']) {
    for (const [route, written] of list(field(spec, protocol)).entries()) {
      for (const [match, condition] of list(field(written, 'match')).entries()) {
        const labels = field(condition, 'sourceLabels');
        if (isFields(labels) && Object.keys(labels).length > 0)
          return ['spec', protocol, route, 'match', match, 'sourceLabels'];
      }
    }
  }
  return null;
}
