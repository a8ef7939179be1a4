import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import { INGRESS_USE_WAYPOINT, ingressUseWaypoint } from '../../model/ingress-use-waypoint.js';
import type { Namespace, Service } from '../../model/model.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck, type CheckInput } from '../define-check.js';
import { nameOf } from '../say.js';

export const ingressUseWaypointIgnored = defineCheck({
  id: 'ingress-use-waypoint-ignored',
  severity: 'warning',
  title: 'A label that should lead gateways through a waypoint and does not',
  why: 'Gateways follow `istio.io/ingress-use-waypoint` only for a Service that has a waypoint, an address and endpoints that need no DNS, and only with a value that this release of Istio reads as true. Otherwise they send to the pods directly.',
  fix: 'Write `"true"`, and give the Service a waypoint and a cluster IP.',
  source:
    'istio pilot/pkg/serviceregistry/ambient/services.go ingressUseWaypointFromLabels; xds/endpoints/endpoint_builder.go findServiceWaypoint (semantics 2.6, 14.4, 14.24)',

  run(input, report) {
    for (const { manifest, field, why, affected } of ignoredLabels(input)) {
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} asks gateways to use its waypoint, but ${why}: they send to the pods directly`,
        affected,
        evidence: [factAt(manifest, field, 'This label is for gateways.')],
      });
    }
  },
});

interface Ignored {
  readonly manifest: Manifest;
  readonly field: FieldPath;
  readonly why: string;
  readonly affected: readonly Service[];
}

const FIELD = ['metadata', 'labels', INGRESS_USE_WAYPOINT];
const NO_NAMESPACE: Namespace = Object.freeze({ name: '', labels: {}, annotations: {}, manifest: null });
const MEANS_YES = /^(true|t|1|yes|y|on|enabled?)$/i;

function ignoredLabels({ model }: CheckInput): Ignored[] {
  const ignored: Ignored[] = [];
  for (const service of model.services) {
    const value = labelValue(service.labels, INGRESS_USE_WAYPOINT);
    if (value === undefined || !MEANS_YES.test(value)) continue;
    const isRead = ingressUseWaypoint(service.labels, NO_NAMESPACE, model);
    const why = isRead ? whyUnused(service) : whyUnread(value, model.istioVersion);
    if (why !== null) ignored.push({ manifest: service.manifest, field: FIELD, why, affected: [service] });
  }
  for (const namespace of model.namespaces.values()) {
    const { name, labels, manifest } = namespace;
    const value = labelValue(labels, INGRESS_USE_WAYPOINT);
    if (manifest === null || value === undefined || !MEANS_YES.test(value)) continue;
    const services = model.servicesByNamespace.get(name) ?? [];
    const isRead = ingressUseWaypoint({}, namespace, model);
    const hasWaypoint = services.length === 0 || services.some(({ binding }) => binding.reference !== null);
    if (isRead && hasWaypoint) continue;
    const why = isRead ? 'none of its services has a waypoint' : whyUnread(value, model.istioVersion);
    ignored.push({ manifest, field: FIELD, why, affected: services });
  }
  return ignored;
}

const whyUnread = (value: string, version: string): string => `Istio ${version} does not read \`${value}\` as true`;

/** A broken reference to a waypoint has checks of its own. */
function whyUnused({ binding, headless, resolution }: Service): string | null {
  if (binding.reason === 'NO_REFERENCE' || binding.reason === 'OPTED_OUT') return 'it has none';
  if (binding.waypoint === null) return null;
  if (headless) return 'it has no cluster IP';
  return resolution.startsWith('DNS') || resolution === 'DYNAMIC_DNS' ? 'its endpoints are looked up by DNS' : null;
}
