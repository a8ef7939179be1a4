import type { Manifest, Skipped } from '../manifest/manifest.js';
import { bind } from './binding.js';
import type { EndpointSlices } from './endpoint-slices.js';
import type { EntryHosts } from './entry-hosts.js';
import { ingressUseWaypoint } from './ingress-use-waypoint.js';
import { invalidObject } from './invalid-object.js';
import type { MeshSettings, Service, Workload } from './model.js';
import type { Namespaces } from './namespaces.js';
import { field, isFields, labelsOf, labelsOrNone, text, texts } from './narrow.js';
import { kubernetesPorts } from './service-ports.js';
import type { BindingContext } from './waypoint-reference.js';
import type { WorkloadIndex } from './workload-index.js';

export interface ServiceContext extends BindingContext {
  readonly namespaces: Namespaces;
  readonly mesh: MeshSettings;
  readonly workloadIndex: WorkloadIndex;
  readonly endpointSlices: EndpointSlices;
  /** Inline endpoints by `namespace/name` of their ServiceEntry. */
  readonly inlineEndpoints: ReadonlyMap<string, readonly Workload[]>;
  readonly entryHosts: EntryHosts;
}

const METADATA_LABELS = ['metadata', 'labels'] as const;

/** semantics 2.3; ambient/services.go serviceServiceBuilder. */
const EXTERNAL_NAME = {
  sentence: 'An ExternalName Service takes no part in ambient mode.',
  path: ['spec', 'type'],
};

/** The Service of a Kubernetes Service object, or why it has none. */
export function kubernetesService(manifest: Manifest, context: ServiceContext): Service | Skipped {
  const { metadata, spec } = manifest.body;
  if (!isFields(spec)) return invalidObject(manifest, [], 'has no spec; a Service needs its ports.');
  const namespace = context.namespaces.get(manifest.namespace);
  const labels = labelsOf(field(metadata, 'labels'));
  const annotations = labelsOf(field(metadata, 'annotations'));
  const externalName = field(spec, 'type') === 'ExternalName';
  const workloads = externalName ? [] : endpointsOf(spec, manifest, context);
  const binding = bind(
    {
      kind: 'SERVICE',
      manifest,
      namespace,
      labels,
      annotations,
      labelsPath: METADATA_LABELS,
      outsideAmbient: externalName ? EXTERNAL_NAME : null,
    },
    context,
  );
  return {
    kind: 'Service',
    namespace: manifest.namespace,
    name: manifest.name,
    hostname: `${manifest.name}.${manifest.namespace}.svc.cluster.local`,
    labels,
    annotations,
    addresses: clusterAddresses(spec),
    headless: field(spec, 'clusterIP') === 'None' || texts(field(spec, 'clusterIPs')).includes('None'),
    externalName,
    resolution: '',
    meshExternal: false,
    visibility: 'PUBLIC',
    ports: kubernetesPorts(spec, workloads),
    workloads,
    binding,
    ingressUseWaypoint: binding.waypoint !== null && ingressUseWaypoint(labels, namespace, context),
    manifest,
  };
}

/** ambient/services.go getVIPs: cluster addresses only. */
function clusterAddresses(spec: unknown): readonly string[] {
  const several = texts(field(spec, 'clusterIPs'));
  const addresses = several.length > 0 ? several : [text(field(spec, 'clusterIP'))];
  return addresses.filter((address) => address !== '' && address !== 'None');
}

/**
 * A Service with a selector has the workloads that it selects, pods and WorkloadEntries; one without has the pods that
 * its EndpointSlices list (ambient/workloads.go podWorkloadBuilder, matchingServicesWithoutSelectors).
 */
function endpointsOf(spec: unknown, manifest: Manifest, context: ServiceContext): readonly Workload[] {
  const selector = labelsOrNone(field(spec, 'selector'));
  if (selector !== undefined && Object.keys(selector).length > 0) {
    return reachable(context.workloadIndex.select(manifest.namespace, selector));
  }
  return context.endpointSlices.podsBehind(manifest);
}

const isReachable = ({ capture, kind }: Workload): boolean =>
  capture.reason !== 'TERMINATED' && kind !== 'ServiceEntryEndpoint';

/** Finished pods serve nothing, and inline endpoints belong to their ServiceEntry alone. */
export const reachable = (workloads: readonly Workload[]): readonly Workload[] =>
  workloads.every(isReachable) ? workloads : workloads.filter(isReachable);
