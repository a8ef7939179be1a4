import { CANARY, CANARY_NAMESPACE, CANARY_WEIGHT } from '../../model/canary.js';
import type { ClusterModel, Labels, Service } from '../../model/model.js';
import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { labelValue } from '../../model/narrow.js';
import { defineCheck } from '../define-check.js';
import { listed, nameOf } from '../say.js';

export const canaryWaypointInvalid = defineCheck({
  id: 'canary-waypoint-invalid',
  severity: 'warning',
  title: 'A canary waypoint that takes no traffic',
  why: 'A canary must exist, differ from the first waypoint, admit the namespace and serve Services; its weight is a whole number from 0 to 100. Otherwise everything crosses the first waypoint, and the status of the Service stays True.',
  fix: 'Correct the name or the weight; look at the message of the condition `istio.io/WaypointBound`.',
  source: 'istio pilot/pkg/serviceregistry/ambient/waypoints.go ResolveUseWaypointCanary (semantics 2.7, 2.8)',

  run({ model }, report) {
    if (!model.behaviour.canaryWaypoints) return;
    const invalid = new Map<Manifest, { services: Service[]; field: FieldPath; why: string }>();
    for (const service of model.services) {
      if (service.binding.waypoint === null || service.binding.canary !== null) continue;
      const found = invalidCanary(model, service);
      if (found === null) continue;
      const known = invalid.get(found.manifest);
      if (known === undefined) invalid.set(found.manifest, { ...found, services: [service] });
      else known.services.push(service);
    }
    for (const [manifest, { services, field, why }] of invalid) {
      report({
        manifest,
        field,
        message: `${nameOf(manifest)} asks for a canary waypoint ${why}: ${listed(services.map(nameOf))} ${services.length === 1 ? 'uses' : 'use'} the first one alone`,
        affected: services,
        evidence: services[0]?.binding.evidence() ?? [],
      });
    }
  },
});

interface Holder {
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly annotations: Labels;
}

function invalidCanary(
  model: ClusterModel,
  service: Service,
): { manifest: Manifest; field: FieldPath; why: string } | null {
  const { waypoint, referencedFrom } = service.binding;
  const namespace = model.namespaces.get(service.namespace);
  const inherits = labelValue(service.labels, CANARY) === undefined && referencedFrom === 'NAMESPACE';
  const holder: Holder | null =
    inherits && namespace?.manifest ? { ...namespace, manifest: namespace.manifest } : inherits ? null : service;
  const name = labelValue(holder?.labels, CANARY);
  if (holder === null || name === undefined || name === '' || name === 'none') return null;
  const reference = `${labelValue(holder.labels, CANARY_NAMESPACE) ?? service.namespace}/${name}`;
  const weight = labelValue(service.annotations, CANARY_WEIGHT) ?? labelValue(holder.annotations, CANARY_WEIGHT);
  const { manifest } = holder;
  const at = (why: string) => ({ manifest, field: ['metadata', 'labels', CANARY], why });
  if (reference === `${waypoint?.namespace}/${waypoint?.name}`) return at('that is the first waypoint itself');
  if (weight !== undefined && !(/^[+-]?\d+$/.test(weight) && Number(weight) >= 0 && Number(weight) <= 100)) {
    return {
      manifest,
      field: ['metadata', 'annotations', CANARY_WEIGHT],
      why: `with weight \`${weight}\`, which is no number from 0 to 100`,
    };
  }
  return at(`${reference}, which ${model.gatewaysByName.has(reference) ? 'it cannot use' : 'does not exist'}`);
}
