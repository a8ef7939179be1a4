import type { FieldPath, Manifest, Skipped } from '../manifest/manifest.js';
import { NOT_A_POD } from './capture.js';
import { refOf } from './evidence.js';
import { invalidObject } from './invalid-object.js';
import type { Labels, Workload } from './model.js';
import { field, isFields, labelsOf, labelsOrNone, list, text, texts, wholeNumber } from './narrow.js';
import { UNRESOLVED, type WorkloadDraft } from './workload-draft.js';
import { hasNativeTunnel } from './workload-facts.js';

const METADATA_LABELS = ['metadata', 'labels'] as const;

/** Labels of the object's metadata count, not those of its spec (istio ambient/workloads.go workloadEntryWorkloadBuilder). */
export function workloadFromEntry(manifest: Manifest): WorkloadDraft | Skipped {
  const { metadata, spec } = manifest.body;
  if (text(field(spec, 'address')) === '' && text(field(spec, 'network')) === '') {
    return invalidObject(manifest, ['spec'], 'has neither spec.address nor spec.network; say where the workload is.');
  }
  const labels = labelsOrNone(field(metadata, 'labels'));
  const annotations = labelsOf(field(metadata, 'annotations'));
  return endpoint(manifest, 'WorkloadEntry', spec, {
    labels,
    annotations,
    path: METADATA_LABELS,
    bindingLabels: labels,
  });
}

/**
 * One workload for each inline endpoint. Policies select it by the ServiceEntry's labels, waypoints are read from the
 * endpoint's own (semantics 2.3; ambient/workloads.go serviceEntryWorkloadBuilder).
 */
export function workloadsFromServiceEntry(manifest: Manifest): WorkloadDraft[] {
  const { metadata, spec } = manifest.body;
  const shared = {
    labels: labelsOrNone(field(metadata, 'labels')),
    annotations: labelsOf(field(metadata, 'annotations')),
  };
  if (hasImplicitEndpoints(spec)) {
    return texts(field(spec, 'hosts')).map((address, index) =>
      endpoint(
        manifest,
        'ServiceEntryEndpoint',
        { address },
        {
          ...shared,
          path: ['spec', 'hosts', index],
          bindingLabels: undefined,
          outsideAmbient: {
            sentence: 'An address that DNS gives has no labels to bind it to a waypoint.',
            path: ['spec', 'resolution'],
          },
        },
      ),
    );
  }
  return list(field(spec, 'endpoints')).map((inline, index) =>
    endpoint(manifest, 'ServiceEntryEndpoint', inline, {
      ...shared,
      path: ['spec', 'endpoints', index, 'labels'],
      bindingLabels: labelsOrNone(field(inline, 'labels')),
    }),
  );
}

const DNS_RESOLUTIONS: ReadonlySet<string> = new Set(['DNS', 'DYNAMIC_DNS', 'DNS_ROUND_ROBIN']);

/** A ServiceEntry that says nothing about its endpoints lets DNS name them: one for each host. */
export const hasImplicitEndpoints = (spec: unknown): boolean =>
  list(field(spec, 'endpoints')).length === 0 &&
  !isFields(field(spec, 'workloadSelector')) &&
  DNS_RESOLUTIONS.has(text(field(spec, 'resolution')));

interface EndpointLabels {
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  readonly bindingLabels: Labels | undefined;
  readonly path: FieldPath;
  readonly outsideAmbient?: WorkloadDraft['outsideAmbient'];
}

function endpoint(
  manifest: Manifest,
  kind: Workload['kind'],
  entry: unknown,
  { labels, annotations, path, bindingLabels, outsideAmbient = null }: EndpointLabels,
): WorkloadDraft {
  const address = text(field(entry, 'address'));
  const workload = {
    kind,
    namespace: manifest.namespace,
    name: manifest.name,
    owner: refOf(manifest),
    labels,
    annotations,
    serviceAccount: text(field(entry, 'serviceAccount')),
    hostNetwork: false,
    nodeName: '',
    addresses: address === '' ? [] : [address],
    containerPorts: portsOf(field(entry, 'ports')),
    ready: true,
    sidecar: false,
    classicGateway: false,
    nativeTunnel: hasNativeTunnel(labels),
    capture: NOT_A_POD,
    binding: UNRESOLVED,
    gateway: null,
    manifest,
    podPath: [],
  };
  return { workload, bindingLabels, bindingPath: path, outsideAmbient };
}

function portsOf(value: unknown): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  if (!isFields(value)) return ports;
  for (const [name, written] of Object.entries(value)) {
    const number = wholeNumber(written);
    if (number !== null) ports.set(name, number);
  }
  return ports;
}
