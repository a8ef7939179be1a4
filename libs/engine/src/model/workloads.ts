import type { FieldPath, Manifest, ObjectRef, Skipped } from '../manifest/manifest.js';
import { captureOf, SIDECAR_STATUS } from './capture.js';
import { invalidObject } from './invalid-object.js';
import type { CniSettings, Labels, Workload } from './model.js';
import type { Namespaces } from './namespaces.js';
import { field, isFields, labelsOf, labelsOrNone, labelValue, text } from './narrow.js';
import { keyOf, type Owners } from './owners.js';
import { isClassicGateway, isInjectedGateway, wouldBeInjected } from './sidecar-injection.js';
import { UNRESOLVED, type WorkloadDraft } from './workload-draft.js';
import {
  hasNativeTunnel,
  isReady,
  isRunning,
  isTerminal,
  namedPorts,
  podAddresses,
  serviceAccountOf,
} from './workload-facts.js';

export interface WorkloadContext {
  readonly cni: CniSettings;
  readonly namespaces: Namespaces;
  readonly owners: Owners;
}

/** The workload of a Pod, or why it has none. */
export function workloadFromPod(manifest: Manifest, context: WorkloadContext): WorkloadDraft | Skipped {
  const { metadata, spec, status } = manifest.body;
  if (!isFields(spec)) return invalidObject(manifest, [], 'has no spec; a Pod needs its containers.');
  const labels = labelsOrNone(field(metadata, 'labels'));
  const owner = context.owners.ofPod(manifest, labels);
  return podWorkload({ kind: 'Pod', manifest, owner, metadata, labels, spec, status, podPath: [] }, context);
}

/** Where each workload controller keeps its pod template. */
export const POD_TEMPLATES: readonly (readonly [group: string, kind: string, path: readonly string[]])[] = [
  ['apps', 'Deployment', ['spec', 'template']],
  ['apps', 'StatefulSet', ['spec', 'template']],
  ['apps', 'DaemonSet', ['spec', 'template']],
  ['argoproj.io', 'Rollout', ['spec', 'template']],
  ['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['apps', 'ReplicaSet', ['spec', 'template']],
  ['batch', 'Job', ['spec', 'template']],
];

/** The workload that a controller's pods will be, predicted from their template. */
export function workloadFromTemplate(
  manifest: Manifest,
  path: readonly string[],
  owner: ObjectRef,
  context: WorkloadContext,
): WorkloadDraft | Skipped {
  const template = path.reduce<unknown>((value, step) => field(value, step), manifest.body);
  if (!isFields(template)) {
    return invalidObject(manifest, path, `has no ${path.join('.')}; add the pod template.`);
  }
  const metadata = field(template, 'metadata');
  const labels = labelsOrNone(field(metadata, 'labels'));
  const spec = field(template, 'spec');
  return podWorkload(
    { kind: 'PodTemplate', manifest, owner, metadata, labels, spec, status: undefined, podPath: path },
    context,
  );
}

/** A pod, or the template of pods that nobody has seen yet and that therefore have no status. */
interface PodSource {
  readonly kind: Workload['kind'];
  readonly manifest: Manifest;
  readonly owner: ObjectRef;
  readonly metadata: unknown;
  readonly labels: Labels | undefined;
  readonly spec: unknown;
  readonly status: unknown;
  readonly podPath: FieldPath;
}

function podWorkload(source: PodSource, { namespaces, cni }: WorkloadContext): WorkloadDraft {
  const { kind, manifest, owner, labels, spec, status } = source;
  const namespaceLabels = namespaces.get(manifest.namespace).labels;
  const annotations = labelsOf(field(source.metadata, 'annotations'));
  const hostNetwork = field(spec, 'hostNetwork') === true;
  const running = isRunning(status);
  const injected =
    labelValue(annotations, SIDECAR_STATUS) !== undefined ||
    (!running && !hostNetwork && wouldBeInjected(manifest.namespace, namespaceLabels, labels));
  const workload = {
    kind,
    namespace: manifest.namespace,
    name: manifest.name,
    owner,
    labels,
    annotations,
    serviceAccount: serviceAccountOf(spec),
    hostNetwork,
    nodeName: text(field(spec, 'nodeName')),
    addresses: podAddresses(status),
    containerPorts: namedPorts(spec),
    ready: isReady(status),
    sidecar: injected && !isInjectedGateway(annotations),
    classicGateway: isClassicGateway(labels, annotations, spec, injected),
    nativeTunnel: hasNativeTunnel(labels),
    capture: captureOf(
      {
        namespace: manifest.namespace,
        namespaceLabels,
        labels,
        annotations,
        hostNetwork,
        sidecar: injected,
        terminated: isTerminal(status),
        running,
      },
      cni,
    ),
    binding: UNRESOLVED,
    gateway: null,
    manifest,
    podPath: source.podPath,
  };
  return {
    workload,
    bindingLabels: labels,
    bindingPath: [...source.podPath, 'metadata', 'labels'],
    outsideAmbient: null,
  };
}

/** Controllers that have living pods; finished ones do not count. */
export function ownersWithPods(pods: readonly WorkloadDraft[]): Set<string> {
  const owners = new Set<string>();
  for (const { workload } of pods) {
    if (workload.capture.reason !== 'TERMINATED') owners.add(keyOf(workload.owner));
  }
  return owners;
}
