import type { Building } from './building.js';
import { EndpointSlices } from './endpoint-slices.js';
import { EntryHosts } from './entry-hosts.js';
import { groupBy } from './group-by.js';
import type { Gateway, Service, Workload } from './model.js';
import { byNamespaceAndName, compareText } from './order.js';
import { serviceEntryServices } from './service-entries.js';
import { kubernetesService, type ServiceContext } from './services.js';
import type { WorkloadIndex } from './workload-index.js';

/** Kubernetes Services and the hosts of ServiceEntries, sorted by namespace and name. */
export function buildServices(
  { groups, namespaces, behaviour, mesh, skipped }: Building,
  gatewaysByName: ReadonlyMap<string, Gateway>,
  workloads: readonly Workload[],
  workloadIndex: WorkloadIndex,
): readonly Service[] {
  const entries = groups.of('networking.istio.io', 'ServiceEntry');
  const context: ServiceContext = {
    namespaces,
    mesh,
    behaviour,
    gatewaysByName,
    workloadIndex,
    endpointSlices: new EndpointSlices(groups.of('discovery.k8s.io', 'EndpointSlice'), workloads),
    inlineEndpoints: inlineEndpoints(workloads),
    entryHosts: new EntryHosts(entries, groups.of('', 'Service')),
  };
  const services: Service[] = [];
  for (const manifest of groups.of('', 'Service')) {
    const built = kubernetesService(manifest, context);
    if ('reason' in built) skipped.push(built);
    else services.push(built);
  }
  for (const manifest of entries) {
    const built = serviceEntryServices(manifest, context);
    if ('reason' in built) skipped.push(built);
    else services.push(...built);
  }
  return Object.freeze(services.sort(inModelOrder));
}

const inModelOrder = (a: Service, b: Service): number =>
  byNamespaceAndName(a, b) || compareText(a.kind, b.kind) || compareText(a.hostname, b.hostname);

const inlineEndpoints = (workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> =>
  groupBy(
    workloads.filter(({ kind }) => kind === 'ServiceEntryEndpoint'),
    ({ namespace, name }) => `${namespace}/${name}`,
  );

/** The services that traffic to a workload may have been addressed to, in model order. */
export function servicesByWorkload(services: readonly Service[]): ReadonlyMap<Workload, readonly Service[]> {
  const byWorkload = new Map<Workload, Service[]>();
  for (const service of services) {
    for (const workload of service.workloads) {
      const known = byWorkload.get(workload);
      if (known === undefined) byWorkload.set(workload, [service]);
      else known.push(service);
    }
  }
  return byWorkload;
}
