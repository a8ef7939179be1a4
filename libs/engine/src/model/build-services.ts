import type { Skipped } from '../manifest/manifest.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import type { BuiltGateways } from './build-gateways.js';
import type { BuiltWorkloads } from './build-workloads.js';
import { EndpointSlices } from './endpoint-slices.js';
import type { ManifestGroups } from './manifest-groups.js';
import type { Service, Workload } from './model.js';
import type { Namespaces } from './namespaces.js';
import { byNamespaceAndName, compareText } from './order.js';
import { kubernetesService, type ServiceContext, serviceEntryServices } from './services.js';

/** Kubernetes Services and the hosts of ServiceEntries, sorted by namespace and name. */
export function buildServices(
  groups: ManifestGroups,
  namespaces: Namespaces,
  gateways: BuiltGateways,
  { workloads, index }: BuiltWorkloads,
  behaviour: IstioBehaviour,
  skipped: Skipped[],
): readonly Service[] {
  const context: ServiceContext = {
    namespaces,
    behaviour,
    gatewaysByName: gateways.byName,
    workloadIndex: index,
    endpointSlices: new EndpointSlices(groups.of('discovery.k8s.io', 'EndpointSlice'), workloads),
    inlineEndpoints: inlineEndpoints(workloads),
  };
  const services: Service[] = [];
  for (const manifest of groups.of('', 'Service')) {
    const built = kubernetesService(manifest, context);
    if ('reason' in built) skipped.push(built);
    else services.push(built);
  }
  for (const manifest of groups.of('networking.istio.io', 'ServiceEntry')) {
    const built = serviceEntryServices(manifest, context);
    if ('reason' in built) skipped.push(built);
    else services.push(...built);
  }
  return Object.freeze(services.sort(inModelOrder));
}

const inModelOrder = (a: Service, b: Service): number =>
  byNamespaceAndName(a, b) || compareText(a.kind, b.kind) || compareText(a.hostname, b.hostname);

function inlineEndpoints(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const byEntry = new Map<string, Workload[]>();
  for (const workload of workloads) {
    if (workload.kind !== 'ServiceEntryEndpoint') continue;
    const name = `${workload.namespace}/${workload.name}`;
    const known = byEntry.get(name);
    if (known === undefined) byEntry.set(name, [workload]);
    else known.push(workload);
  }
  return byEntry;
}
