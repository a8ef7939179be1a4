import type { Manifest, Skipped } from '../manifest/manifest.js';
import { behaviourOf } from '../version/behaviour.js';
import { findControlPlane, judgedVersion } from '../version/control-plane.js';
import { buildGateways } from './build-gateways.js';
import { buildServices } from './build-services.js';
import { buildWorkloads } from './build-workloads.js';
import { cniSettings } from './cni-settings.js';
import { linkGateways } from './link-gateways.js';
import { brokenShape } from './invalid-object.js';
import { groupManifests, type ManifestGroups } from './manifest-groups.js';
import { meshSettings } from './mesh-settings.js';
import type { ClusterModel } from './model.js';
import { Namespaces } from './namespaces.js';
import { byAge, byPlace, compareText } from './order.js';
import { groupOfPolicy, policyFrom } from './policies.js';
import { POLICY_KINDS, type Policy } from './policy.js';
import { ROUTE_KINDS, type Route } from './route.js';
import { GATEWAY_GROUP, routeFrom } from './routes.js';
import { serviceAccounts } from './service-accounts.js';
import { groupByNamespace } from './group-by-namespace.js';

export interface ModelOptions {
  /** Used when the snapshot does not tell its own Istio version, e.g. '1.28.2'. */
  readonly istioVersion?: string;
}

export interface ModelResult {
  readonly model: ClusterModel;
  /** Objects that take no part, because they lack what their kind needs. */
  readonly skipped: readonly Skipped[];
}

/** Manifests of one cluster to its model: each object once, as `readManifests` gives them, in any order. */
export function buildModel(manifests: readonly Manifest[], options: ModelOptions = {}): ModelResult {
  const skipped: Skipped[] = [];
  const groups = groupManifests(withoutBroken(manifests, skipped));
  const controlPlane = findControlPlane([...groups.of('apps', 'Deployment'), ...groups.of('', 'Pod')]);
  const { version, source } = judgedVersion(controlPlane, options.istioVersion);
  const behaviour = behaviourOf(version);
  const cni = cniSettings(groups.of('', 'ConfigMap'), behaviour);
  const namespaces = new Namespaces(groups.of('', 'Namespace'));
  const gateways = buildGateways(groups, behaviour, skipped);
  const workloads = buildWorkloads(groups, namespaces, gateways, cni, behaviour, skipped);
  const services = buildServices(groups, namespaces, gateways, workloads, behaviour, skipped);
  linkGateways(gateways.gateways, workloads.workloads, services);
  const policies = buildPolicies(groups, namespaces);
  const routes = buildRoutes(groups, namespaces);

  const model: ClusterModel = {
    istioVersion: version,
    istioVersionSource: source,
    behaviour,
    mesh: meshSettings(groups.of('', 'ConfigMap'), controlPlane, skipped),
    cni,
    namespaces: namespaces.sorted(),
    workloads: workloads.workloads,
    workloadsByNamespace: workloads.byNamespace,
    workloadIndex: workloads.index,
    services,
    servicesByNamespace: groupByNamespace(services),
    servicesByWorkload: servicesByWorkload(services),
    gateways: gateways.gateways,
    gatewaysByName: gateways.byName,
    gatewayClasses: gateways.classes,
    serviceAccounts: serviceAccounts(groups.of('', 'ServiceAccount'), workloads.workloads),
    policies,
    routes,
    othersByKind: othersByKind(groups),
  };
  return { model: Object.freeze(model), skipped: skipped.sort(bySkippedPlace) };
}

function withoutBroken(manifests: readonly Manifest[], skipped: Skipped[]): readonly Manifest[] {
  return manifests.filter((manifest) => {
    const problem = brokenShape(manifest);
    if (problem !== null) skipped.push(problem);
    return problem === null;
  });
}

function buildPolicies(groups: ManifestGroups, namespaces: Namespaces): readonly Policy[] {
  const policies = POLICY_KINDS.flatMap((kind) =>
    groups.of(groupOfPolicy(kind), kind).map((manifest) => policyFrom(manifest, kind)),
  );
  for (const { namespace } of policies) namespaces.get(namespace);
  return Object.freeze(policies.sort((a, b) => byAge(a, b) || compareText(a.kind, b.kind)));
}

function buildRoutes(groups: ManifestGroups, namespaces: Namespaces): readonly Route[] {
  const routes = ROUTE_KINDS.flatMap((kind) =>
    groups.of(GATEWAY_GROUP, kind).map((manifest) => routeFrom(manifest, kind)),
  );
  for (const { namespace } of routes) namespaces.get(namespace);
  return Object.freeze(routes.sort((a, b) => byAge(a, b) || compareText(a.kind, b.kind)));
}

function servicesByWorkload(services: ClusterModel['services']): ClusterModel['servicesByWorkload'] {
  const byWorkload = new Map<ClusterModel['workloads'][number], ClusterModel['services'][number][]>();
  for (const service of services) {
    for (const workload of service.workloads) {
      const known = byWorkload.get(workload);
      if (known === undefined) byWorkload.set(workload, [service]);
      else known.push(service);
    }
  }
  return byWorkload;
}

/** What the model holds in a type of its own. */
const MODELLED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Pod',
  '/Service',
  '/ServiceAccount',
  'discovery.k8s.io/EndpointSlice',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/WorkloadEntry',
  `${GATEWAY_GROUP}/Gateway`,
  `${GATEWAY_GROUP}/GatewayClass`,
  ...POLICY_KINDS.map((kind) => `${groupOfPolicy(kind)}/${kind}`),
  ...ROUTE_KINDS.map((kind) => `${GATEWAY_GROUP}/${kind}`),
]);

function othersByKind({ byGroupAndKind }: ManifestGroups): ReadonlyMap<string, readonly Manifest[]> {
  const others = new Map<string, Manifest[]>();
  for (const [groupAndKind, manifests] of byGroupAndKind) {
    if (MODELLED.has(groupAndKind)) continue;
    const kind = groupAndKind.slice(groupAndKind.lastIndexOf('/') + 1);
    others.set(kind, [...(others.get(kind) ?? []), ...manifests]);
  }
  return new Map(
    [...others].sort(([a], [b]) => compareText(a, b)).map(([kind, list]) => [kind, list.sort(byPlaceAndName)]),
  );
}

const byPlaceAndName = (a: Manifest, b: Manifest): number =>
  byPlace(a, b) || compareText(`${a.group}/${a.namespace}/${a.name}`, `${b.group}/${b.namespace}/${b.name}`);

const bySkippedPlace = (a: Skipped, b: Skipped): number =>
  compareText(a.file, b.file) ||
  a.line - b.line ||
  compareText(a.reason, b.reason) ||
  compareText(a.message, b.message);
