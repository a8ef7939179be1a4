import type { Manifest, Skipped } from '../manifest/manifest.js';
import { behaviourOf, type IstioBehaviour } from '../version/behaviour.js';
import { findControlPlane, judgedVersion, type ControlPlane } from '../version/control-plane.js';
import { buildGateways } from './build-gateways.js';
import { buildServices, servicesByWorkload } from './build-services.js';
import { buildWorkloads } from './build-workloads.js';
import type { Building } from './building.js';
import { cniSettings } from './cni-settings.js';
import { groupBy } from './group-by.js';
import { linkGateways } from './link-gateways.js';
import { groupManifests } from './manifest-groups.js';
import { meshSettings } from './mesh-settings.js';
import type { ClusterModel } from './model.js';
import { Namespaces } from './namespaces.js';
import { byAge, byNamespaceAndName, compareText } from './order.js';
import { othersByKind } from './others-by-kind.js';
import { groupOfPolicy, policyFrom } from './policies.js';
import { POLICY_KINDS, type Policy } from './policy.js';
import { validate } from '../validity/validate.js';
import { ROUTE_KINDS, type Route } from './route.js';
import { GATEWAY_GROUP, routeFrom } from './routes.js';
import { serviceAccounts } from './service-accounts.js';
import { readByIstiod } from './unread.js';

export interface ModelOptions {
  /** Used when the snapshot does not tell its own Istio version, e.g. '1.28.2'. */
  readonly istioVersion?: string;
  /** The release to judge by whatever the snapshot tells: for what another release would make of it. */
  readonly judgedBy?: { readonly version: string; readonly behaviour: IstioBehaviour };
}

export interface ModelResult {
  readonly model: ClusterModel;
  /** Objects that take no part, because they lack what their kind needs. */
  readonly skipped: readonly Skipped[];
}

/**
 * Manifests of one cluster to its model: each object once, as `readManifests` gives them, in any order. Objects that the
 * cluster would refuse are left out.
 */
export function buildModel(manifests: readonly Manifest[], options: ModelOptions = {}): ModelResult {
  const { valid, skipped: refused } = validate(manifests);
  const { model, skipped } = modelOfValid(valid, options);
  return { model, skipped: [...refused, ...skipped].sort(bySkippedPlace) };
}

/** The model of objects that a cluster holds already, whatever its API server and webhooks should have said of them. */
export function modelOfValid(manifests: readonly Manifest[], options: ModelOptions = {}): ModelResult {
  const skipped: Skipped[] = [];
  const all = groupManifests(manifests);
  const controlPlane = findControlPlane([...all.of('apps', 'Deployment'), ...all.of('', 'Pod')]);
  const { version, source, behaviour } = releaseFor(controlPlane, options);
  const cni = cniSettings(all.of('', 'ConfigMap'), behaviour);
  const mesh = meshSettings(all.of('', 'ConfigMap'), controlPlane, skipped);
  const namespaces = new Namespaces(all.of('', 'Namespace'));
  const { groups, unread } = readByIstiod(all, { controlPlane, mesh, namespaces, behaviour });
  const building: Building = { groups, namespaces, behaviour, mesh, cni, skipped };

  const { classes, gateways, gatewaysByName } = buildGateways(building);
  const { workloads, workloadsByNamespace, workloadIndex } = buildWorkloads(building, gatewaysByName);
  const services = buildServices(building, gatewaysByName, workloads, workloadIndex);
  linkGateways(gateways, workloads, services);

  const model: ClusterModel = {
    istioVersion: version,
    istioVersionSource: source,
    behaviour,
    mesh,
    cni,
    workloads,
    workloadsByNamespace,
    workloadIndex,
    services,
    servicesByNamespace: groupBy(services, ({ namespace }) => namespace),
    servicesByWorkload: servicesByWorkload(services),
    gateways,
    gatewaysByName,
    gatewayClasses: classes,
    serviceAccounts: serviceAccounts(groups.of('', 'ServiceAccount'), workloads),
    policies: buildPolicies(building),
    routes: buildRoutes(building),
    manifests,
    othersByKind: othersByKind(groups),
    unread: Object.freeze([...unread].sort((a, b) => inUnreadOrder(a.manifest, b.manifest))),
    // Last: every part above mentions namespaces that the snapshot may not hold.
    namespaces: namespaces.sorted(),
  };
  return { model: Object.freeze(model), skipped };
}

function releaseFor(controlPlane: ControlPlane | null, { istioVersion, judgedBy }: ModelOptions) {
  if (judgedBy !== undefined) return { ...judgedBy, source: 'GIVEN' as const };
  const judged = judgedVersion(controlPlane, istioVersion);
  return { ...judged, behaviour: behaviourOf(judged.version) };
}

function buildPolicies({ groups, namespaces, behaviour }: Building): readonly Policy[] {
  const policies = POLICY_KINDS.flatMap((kind) =>
    groups.of(groupOfPolicy(kind), kind).map((manifest) => policyFrom(manifest, kind, behaviour)),
  );
  for (const { namespace } of policies) namespaces.get(namespace);
  return Object.freeze(policies.sort((a, b) => byAge(a, b) || compareText(a.kind, b.kind)));
}

function buildRoutes({ groups, namespaces }: Building): readonly Route[] {
  const routes = ROUTE_KINDS.flatMap((kind) =>
    groups.of(GATEWAY_GROUP, kind).map((manifest) => routeFrom(manifest, kind)),
  );
  for (const { namespace } of routes) namespaces.get(namespace);
  return Object.freeze(routes.sort((a, b) => byAge(a, b) || compareText(a.kind, b.kind)));
}

const inUnreadOrder = (a: Manifest, b: Manifest): number =>
  compareText(a.kind, b.kind) || byNamespaceAndName(a, b) || compareText(a.group, b.group);

const bySkippedPlace = (a: Skipped, b: Skipped): number =>
  compareText(a.file, b.file) ||
  a.line - b.line ||
  compareText(a.reason, b.reason) ||
  compareText(a.message, b.message);
