import type { ObjectRef } from '../manifest/manifest.js';
import { refOf } from '../model/evidence.js';
import type { ClusterModel, Gateway, Service, Workload } from '../model/model.js';
import { compareText } from '../model/order.js';
import { compareRefs, ownersOf, uniqueRefs } from '../verdict/targets.js';
import { routedGateways } from './routed-gateways.js';
import type { Topology, TopologyGateway, TopologyService, TopologyWorkload } from './topology.js';
import { waysTo } from './ways.js';

/**
 * The part of a cluster that a person looks at: workloads, services and gateways of a namespace, what their traffic goes
 * through, and where it goes around a waypoint (semantics 2.5, 2.6, table C).
 *
 * @returns null when the model has no such namespace
 */
export function topologyOf(model: ClusterModel, namespace: string): Topology | null {
  if (!model.namespaces.has(namespace)) return null;
  const workloads = model.workloadsByNamespace.get(namespace) ?? [];
  const services = model.servicesByNamespace.get(namespace) ?? [];
  const routed = routedGateways(model, services);
  const waysOf = waysTo(model);
  const described = services.map((service) => describeService(service, routed.get(service) ?? [], waysOf(service)));
  return {
    namespace,
    workloads: describeWorkloads(workloads),
    services: described.sort((a, b) => compareRefs(a.object, b.object) || compareText(a.hostname, b.hostname)),
    gateways: describeGateways(model, namespace, [
      ...services.flatMap((service) => [...waypointsOf(service), ...(routed.get(service) ?? [])]),
      ...workloads.flatMap((workload) => workload.binding.waypoint ?? []),
    ]),
  };
}

function describeWorkloads(workloads: readonly Workload[]): readonly TopologyWorkload[] {
  const groups = new Map<string, { owner: ObjectRef; pods: Workload[] }>();
  for (const workload of workloads) {
    const key = `${workload.owner.kind}/${workload.owner.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { owner: workload.owner, pods: [workload] });
    else group.pods.push(workload);
  }
  return [...groups.values()]
    .map(({ owner, pods }) => ({
      object: refOf(owner),
      pods: pods.length,
      captured: pods.filter(({ capture }) => capture.captured).length,
      sidecars: pods.filter(({ sidecar }) => sidecar).length,
      captureReasons: sorted(pods.map(({ capture }) => capture.reason)),
      serviceAccounts: sorted(pods.map(({ serviceAccount }) => serviceAccount)),
      waypoint: firstRef(pods.map(({ binding }) => binding.waypoint)),
      runs: firstRef(pods.map(({ gateway }) => gateway)),
    }))
    .sort((a, b) => compareRefs(a.object, b.object));
}

function describeService(
  service: Service,
  routedFrom: readonly Gateway[],
  ways: TopologyService['ways'],
): TopologyService {
  const { hostname, ports, workloads, binding } = service;
  return {
    object: refOf(service),
    hostname,
    ports: ports.map(({ port, name, protocol }) => ({ port, name, protocol })),
    workloads: ownersOf(workloads),
    waypoint: firstRef([binding.waypoint]),
    canary: firstRef([binding.canary?.waypoint ?? null]),
    binding: binding.reason,
    routedFrom: uniqueRefs(routedFrom.map(asRef)),
    ways,
  };
}

function describeGateways(
  { gateways }: ClusterModel,
  namespace: string,
  used: readonly Gateway[],
): readonly TopologyGateway[] {
  const shown = new Set(used);
  return gateways
    .filter((gateway) => gateway.namespace === namespace || shown.has(gateway))
    .map((gateway) => ({
      object: asRef(gateway),
      role: gateway.role,
      waypointFor: gateway.waypointFor,
      ready: gateway.ready,
    }))
    .sort((a, b) => compareRefs(a.object, b.object));
}

const waypointsOf = ({ binding }: Service): readonly Gateway[] =>
  [binding.waypoint, binding.canary?.waypoint].filter((waypoint) => waypoint != null);

function firstRef(gateways: readonly (Gateway | null)[]): ObjectRef | null {
  const found = gateways.find((gateway) => gateway !== null);
  return found ? asRef(found) : null;
}

const asRef = ({ namespace, name }: Gateway): ObjectRef => ({ kind: 'Gateway', namespace, name });

const sorted = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort(compareText);
