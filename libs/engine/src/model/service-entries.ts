import ipaddr from 'ipaddr.js';
import type { Manifest, Skipped } from '../manifest/manifest.js';
import { bind } from './binding.js';
import { hasImplicitEndpoints } from './endpoint-workloads.js';
import { visibilityIn, type Visibility } from './entry-visibility.js';
import { ingressUseWaypoint } from './ingress-use-waypoint.js';
import { invalidObject } from './invalid-object.js';
import type { Labels, Service, Workload } from './model.js';
import { field, labelsOf, labelsOrNone, labelValue, list, text, texts } from './narrow.js';
import { reachable, type ServiceContext } from './services.js';
import { serviceEntryPorts } from './service-ports.js';
import type { BindingSubject } from './waypoint-reference.js';

/** One Service for each host of a ServiceEntry, or why it has none. */
export function serviceEntryServices(manifest: Manifest, context: ServiceContext): readonly Service[] | Skipped {
  const { metadata, spec } = manifest.body;
  const hosts = texts(field(spec, 'hosts')).filter((host) => host !== '');
  if (hosts.length === 0) return invalidObject(manifest, ['spec'], 'has no spec.hosts; name at least one host.');
  const namespace = context.namespaces.get(manifest.namespace);
  const labels = labelsOf(field(metadata, 'labels'));
  const annotations = labelsOf(field(metadata, 'annotations'));
  const visibility = visibilityIn(namespace.labels, context.mesh, context.behaviour);
  const bindingOutside = (outsideAmbient: BindingSubject['outsideAmbient']) =>
    bind(
      {
        kind: 'SERVICE',
        manifest,
        namespace,
        labels,
        annotations,
        labelsPath: ['metadata', 'labels'],
        outsideAmbient,
        isConfined: visibility === 'NAMESPACE',
      },
      context,
    );
  const binding = bindingOutside(exclusionOf(manifest, visibility, context));
  const shared = {
    kind: 'ServiceEntry' as const,
    namespace: manifest.namespace,
    name: manifest.name,
    labels,
    annotations,
    headless: false,
    externalName: false,
    resolution: text(field(spec, 'resolution')) || 'NONE',
    meshExternal: (field(spec, 'location') ?? 'MESH_EXTERNAL') !== 'MESH_INTERNAL',
    visibility,
    ports: serviceEntryPorts(spec),
    manifest,
  };
  const workloads = entryEndpoints(spec, manifest, context);
  const hasOwnEndpoints = hasImplicitEndpoints(spec);
  return hosts.map((hostname, index) => {
    const rival = context.entryHosts.rivalOf(manifest, hostname);
    const ofHost = rival === null ? binding : bindingOutside(servedBy(rival, hostname, index));
    return {
      ...shared,
      hostname,
      binding: ofHost,
      ingressUseWaypoint: ofHost.waypoint !== null && ingressUseWaypoint(labels, namespace, context),
      addresses: ofHost.reason === 'NOT_AMBIENT' ? [] : entryAddresses(manifest, hostname, labels),
      workloads: hasOwnEndpoints ? workloads.filter(({ addresses }) => addresses[0] === hostname) : workloads,
    };
  });
}

const servedBy = ({ kind, namespace, name }: Manifest, hostname: string, index: number) => ({
  sentence: `${kind} ${namespace}/${name} serves ${hostname} in this namespace: ${
    kind === 'Service' ? 'a Service wins over a ServiceEntry' : 'of two ServiceEntries the older one wins'
  }.`,
  path: ['spec', 'hosts', index],
});

/** Why ztunnel and waypoints hear nothing of the entry (Istio ambient/services.go serviceEntriesInfo, constructServiceEntries). */
function exclusionOf(
  { body }: Manifest,
  visibility: Visibility,
  { behaviour }: ServiceContext,
): BindingSubject['outsideAmbient'] {
  if (visibility === 'NONE') {
    const sentence = 'meshConfig.serviceEntryVisibility hides the ServiceEntries of this namespace from everybody.';
    return { sentence, path: ['spec', 'hosts'] };
  }
  const index = texts(field(body.spec, 'addresses')).findIndex(
    (address) => !isUsable(address, behaviour.serviceEntryAddressBlocks),
  );
  if (index < 0) return null;
  const sentence = behaviour.serviceEntryAddressBlocks
    ? 'One of its addresses is neither an IP address nor a block, and then istiod leaves the whole entry out.'
    : 'One of its addresses is no single IP address, and then this release of istiod leaves the whole entry out.';
  return { sentence, path: ['spec', 'addresses', index] };
}

/** Before 1.30 a block could hold one address only (Istio ambient/helpers.go parseCidrOrIP). */
function isUsable(address: string, blocksAllowed: boolean): boolean {
  if (!address.includes('/')) return ipaddr.isValid(address);
  if (!ipaddr.isValidCIDR(address)) return false;
  const [block, length] = ipaddr.parseCIDR(address);
  return blocksAllowed || length === (block.kind() === 'ipv6' ? 128 : 32);
}

/**
 * Written addresses, else those that istiod allocated for the host (ambient/services.go constructServiceEntries;
 * serviceentry ShouldV2AutoAllocateIP): none by label, and for a wildcard only when its names are resolved as they come.
 */
function entryAddresses({ body }: Manifest, hostname: string, labels: Labels): readonly string[] {
  const written = texts(field(body.spec, 'addresses'));
  const resolution = field(body.spec, 'resolution') ?? 'NONE';
  if (written.length > 0 || resolution === 'NONE') return written;
  if (labelValue(labels, 'networking.istio.io/enable-autoallocate-ip')?.toLowerCase() === 'false') return [];
  if (hostname.startsWith('*') && resolution !== 'DYNAMIC_DNS') return [];
  return list(field(body.status, 'addresses'))
    .filter((allocated) => field(allocated, 'host') === hostname)
    .map((allocated) => text(field(allocated, 'value')))
    .filter((address) => address !== '');
}

function entryEndpoints(spec: unknown, { namespace, name }: Manifest, context: ServiceContext): readonly Workload[] {
  const selector: Labels | undefined = labelsOrNone(field(field(spec, 'workloadSelector'), 'labels'));
  if (selector !== undefined && Object.keys(selector).length > 0) {
    return reachable(context.workloadIndex.select(namespace, selector));
  }
  return context.inlineEndpoints.get(`${namespace}/${name}`) ?? [];
}
