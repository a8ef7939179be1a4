import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import type { Fact } from '../../analysis.js';
import { factAt } from '../../model/evidence.js';
import { labelValue } from '../../model/narrow.js';
import type { Gateway, Service } from '../../model/model.js';
import type { Policy } from '../../model/policy.js';
import { USE_WAYPOINT } from '../broken-bindings.js';
import { defineCheck, type CheckInput } from '../define-check.js';
import { backendsOf, routeParents } from '../routes.js';
import { listed, nameOf } from '../say.js';
import { admitsGatewayByName } from '../waypoint-admission.js';

const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';

export const ingressSkipsWaypoint = defineCheck({
  id: 'ingress-skips-waypoint',
  severity: 'error',
  title: 'Requests from a gateway that go around the waypoint',
  why: 'A gateway sends to the pods of a Service directly, also when the Service has a waypoint. The policies and routes of the waypoint are then not applied to requests from outside; where ztunnel admits the waypoint alone, these requests are refused.',
  fix: 'Label the Service, or its namespace, with `istio.io/ingress-use-waypoint: "true"`. If the gateway is meant to go around the waypoint, say so at ztunnel: an ALLOW policy that names the service account of the gateway.',
  source: 'istio pilot/pkg/xds/endpoints/endpoint_builder.go findServiceWaypoint (semantics 2.6, 14.4)',

  run(input, report) {
    for (const [manifest, skips] of skipsByHolder(input)) {
      const services = [...new Set(skips.map(({ service }) => service))].sort((a, b) => (a.name < b.name ? -1 : 1));
      const gateways = skips.map(({ gateway }) => `${gateway.namespace}/${gateway.name}`).sort();
      const field = fieldIn(manifest);
      const fact = `No true value of ${INGRESS_USE_WAYPOINT} tells gateways to send through the waypoint.`;
      report({
        manifest,
        field,
        message: `Requests through Gateway ${listed(gateways)} reach ${listed(services.map(nameOf))} around the waypoint, so its policies are not applied to them`,
        affected: [...services, ...skips.flatMap(({ policies }) => policies)],
        evidence: [
          ...(services[0]?.binding.evidence() ?? []),
          ...skips.slice(0, 1).map(({ routed }) => routed),
          factAt(manifest, field, fact),
        ],
      });
    }
  },
});

interface Skip {
  readonly service: Service;
  readonly gateway: Gateway;
  readonly policies: readonly Policy[];
  readonly routed: Fact;
}

/** Services that a gateway reaches around their waypoint, by the object on which the label is missing. */
function skipsByHolder(input: CheckInput): ReadonlyMap<Manifest, Skip[]> {
  const skipped = new Map<Manifest, Skip[]>();
  for (const { route, gateway, field } of routeParents(input)) {
    if (gateway?.role !== 'GATEWAY') continue;
    for (const service of backendsOf(input, route)) {
      const policies = policiesSkipped(input, service);
      const holder = holderOf(input, service);
      if (policies.length === 0 || holder === null || admitsGatewayByName(input.index, service, gateway)) continue;
      const fact = `This route sends requests from Gateway ${gateway.namespace}/${gateway.name} to ${nameOf(service)}.`;
      const skips = skipped.get(holder) ?? [];
      skips.push({ service, gateway, policies, routed: factAt(route.manifest, field, fact) });
      skipped.set(holder, skips);
    }
  }
  return skipped;
}

/** What the waypoint would have enforced; [] when nothing is skipped. */
function policiesSkipped({ index }: CheckInput, service: Service): readonly Policy[] {
  const { waypoint } = service.binding;
  if (!waypoint || waypoint.role !== 'WAYPOINT' || service.ingressUseWaypoint || service.headless) return [];
  const atGateway = index.policiesTargeting({ kind: 'Gateway', namespace: waypoint.namespace, name: waypoint.name });
  return [...index.policiesTargeting(service), ...atGateway].filter(({ kind }) => ENFORCED.has(kind));
}

// Wasm, Telemetry and the like only decorate traffic; skipping them is no hole.
const ENFORCED = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

/** Where the label belongs: beside the reference to the waypoint. */
const holderOf = ({ model }: CheckInput, service: Service): Manifest | null =>
  service.binding.referencedFrom === 'NAMESPACE'
    ? (model.namespaces.get(service.namespace)?.manifest ?? null)
    : service.manifest;

function fieldIn(manifest: Manifest): FieldPath {
  const labels = (manifest.body.metadata as { labels?: Readonly<Record<string, string>> } | undefined)?.labels;
  const present = labelValue(labels, INGRESS_USE_WAYPOINT) !== undefined;
  return ['metadata', 'labels', present ? INGRESS_USE_WAYPOINT : USE_WAYPOINT];
}
