import type { FieldPath, Manifest } from '../manifest/manifest.js';
import { fullHost } from '../model/host-names.js';
import type { Service } from '../model/model.js';
import { field, list, text, texts } from '../model/narrow.js';
import type { CheckIndex } from './check-index.js';
import { backendsIn, resolveParents } from './routes.js';

/** A VirtualService or DestinationRule with a Service, or host of a ServiceEntry, that it is about. */
export interface ClassicHost {
  readonly manifest: Manifest;
  readonly field: FieldPath;
  readonly service: Service;
}

/** Hosts of VirtualServices that count inside the mesh, not at gateways alone. Wildcards are left out. */
export const meshVirtualServices = (index: CheckIndex): readonly ClassicHost[] =>
  (index.model.othersByKind.get('VirtualService') ?? []).flatMap((manifest) => {
    const { spec } = manifest.body;
    if (!isForMesh(spec)) return [];
    return texts(field(spec, 'hosts')).flatMap((host, position) =>
      hostNamed(index, manifest, host, ['spec', 'hosts', position]),
    );
  });

/** Hosts of DestinationRules. Wildcards are left out. */
export const destinationRules = (index: CheckIndex): readonly ClassicHost[] =>
  (index.model.othersByKind.get('DestinationRule') ?? []).flatMap((manifest) =>
    hostNamed(index, manifest, text(field(manifest.body.spec, 'host')), ['spec', 'host']),
  );

/** Whether ingress or egress gateways read the VirtualService. */
export const isForGateways = ({ body }: Manifest): boolean =>
  texts(field(body.spec, 'gateways')).some((gateway) => gateway !== 'mesh');

/** Absent `gateways` mean the mesh (istio.io reference VirtualService). */
function isForMesh(spec: unknown): boolean {
  const gateways = texts(field(spec, 'gateways'));
  return gateways.length === 0 || gateways.includes('mesh');
}

/** Of several services with one host the nearest is meant. */
function hostNamed(index: CheckIndex, manifest: Manifest, host: string, at: FieldPath): ClassicHost[] {
  const services = index.once(servicesByHost).get(fullHost(host, manifest.namespace)) ?? [];
  const service = services.find(({ namespace }) => namespace === manifest.namespace) ?? services[0];
  return service === undefined ? [] : [{ manifest, field: at, service }];
}

export function servicesByHost({ model }: CheckIndex): ReadonlyMap<string, readonly Service[]> {
  const byHost = new Map<string, Service[]>();
  for (const service of model.services) {
    const known = byHost.get(service.hostname);
    if (known === undefined) byHost.set(service.hostname, [service]);
    else known.push(service);
  }
  return byHost;
}

/** Nothing refers to a waypoint; a reference that comes to nothing has checks of its own. */
export const lacksWaypoint = ({ binding }: Service): boolean =>
  binding.reason === 'NO_REFERENCE' || binding.reason === 'OPTED_OUT';

export const hasCaptured = ({ workloads }: Service): boolean => workloads.some(({ capture }) => capture.captured);

/** Whether some client has a sidecar, which applies VirtualServices and DestinationRules itself. */
export const anySidecar = ({ model }: CheckIndex): boolean => model.workloads.some(({ sidecar }) => sidecar);

/** Whether ambient mode is in use at all. */
export const anyCaptured = ({ model }: CheckIndex): boolean => model.workloads.some(({ capture }) => capture.captured);

/** What ingress and egress gateways send to: they apply VirtualServices and DestinationRules themselves. */
export function servedByGateways(index: CheckIndex): ReadonlySet<Service> {
  const served = new Set<Service>();
  for (const { route, ref } of index.once(resolveParents)) {
    if (ref.kind === 'Gateway' || ref.kind.endsWith('ListenerSet'))
      backendsIn(index, route).forEach((one) => served.add(one));
  }
  const byHost = index.once(servicesByHost);
  for (const { body, namespace } of index.model.othersByKind.get('VirtualService') ?? []) {
    if (texts(field(body.spec, 'gateways')).every((gateway) => gateway === 'mesh')) continue;
    for (const host of [...texts(field(body.spec, 'hosts')), ...destinationsOf(body.spec)]) {
      byHost.get(fullHost(host, namespace))?.forEach((service) => served.add(service));
    }
  }
  return served;
}

/** Hosts that the routes of a VirtualService lead to. */
export const destinationsOf = (spec: unknown): readonly string[] =>
  ['http', 'tcp', 'tls']
    .flatMap((protocol) => list(field(spec, protocol)))
    .flatMap((route) => list(field(route, 'route')))
    .map((target) => text(field(field(target, 'destination'), 'host')))
    .filter((host) => host !== '');

/** A waypoint reads VirtualServices of its own namespace and of the Service's (semantics 3.8). */
export const isReadByWaypoint = (manifest: Manifest, { namespace, binding }: Service): boolean =>
  manifest.namespace === namespace || manifest.namespace === binding.waypoint?.namespace;
