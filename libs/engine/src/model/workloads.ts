import type { Manifest, ObjectRef, Skipped } from '../manifest/manifest.js';
import { captureOf, SIDECAR_STATUS } from './capture.js';
import { invalidObject } from './invalid-object.js';
import type { Capture, Labels, Workload } from './model.js';
import type { Namespaces } from './namespaces.js';
import { field, isFields, labelsOf, labelsOrNone, labelValue } from './narrow.js';
import { keyOf, type Owners } from './owners.js';
import { isInjectedGateway, wouldBeInjected } from './sidecar-injection.js';
import { isReady, isRunning, isTerminal, podAddresses, podSpecFacts, type PodSpecFacts } from './workload-facts.js';
import type { WorkloadDraft } from './workload-draft.js';

export interface WorkloadContext {
  readonly namespaces: Namespaces;
  readonly owners: Owners;
}

const METADATA_LABELS = ['metadata', 'labels'] as const;

/** The workload of a Pod, or why it has none. */
export function workloadFromPod(manifest: Manifest, context: WorkloadContext): WorkloadDraft | Skipped {
  const { metadata, spec, status } = manifest.body;
  if (!isFields(spec)) return invalidObject(manifest, [], 'has no spec; a Pod needs its containers.');
  const { namespace } = manifest;
  const labels = labelsOrNone(field(metadata, 'labels'));
  const annotations = labelsOf(field(metadata, 'annotations'));
  const facts = podSpecFacts(spec);
  const running = isRunning(status);
  const injected =
    labelValue(annotations, SIDECAR_STATUS) !== undefined ||
    (!running && !facts.hostNetwork && wouldBeInjected(namespace, context.namespaces.get(namespace).labels, labels));
  const capture = captureOf({
    namespace,
    namespaceLabels: context.namespaces.get(namespace).labels,
    labels,
    annotations,
    hostNetwork: facts.hostNetwork,
    sidecar: injected,
    terminated: isTerminal(status),
    running,
  });
  return podLike(manifest, 'Pod', context.owners.ofPod(manifest, labels), {
    labels,
    annotations,
    facts,
    addresses: podAddresses(status),
    ready: isReady(status),
    sidecar: injected && !isInjectedGateway(annotations),
    capture,
    path: METADATA_LABELS,
  });
}

interface PodLike {
  readonly labels: Labels | undefined;
  readonly annotations: Labels;
  readonly facts: PodSpecFacts;
  readonly addresses: readonly string[];
  readonly ready: boolean;
  readonly sidecar: boolean;
  readonly capture: Capture;
  readonly path: readonly (string | number)[];
}

const podLike = (
  manifest: Manifest,
  kind: Workload['kind'],
  owner: ObjectRef,
  { labels, annotations, facts, addresses, ready, sidecar, capture, path }: PodLike,
): WorkloadDraft => ({
  kind,
  namespace: manifest.namespace,
  name: manifest.name,
  owner,
  labels,
  annotations,
  serviceAccount: facts.serviceAccount,
  hostNetwork: facts.hostNetwork,
  nodeName: facts.nodeName,
  addresses,
  containerPorts: facts.containerPorts,
  ready,
  sidecar,
  capture,
  manifest,
  bindingLabels: labels,
  bindingPath: path,
  outsideAmbient: null,
});

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
  const { namespace } = manifest;
  const namespaceLabels = context.namespaces.get(namespace).labels;
  const labels = labelsOrNone(field(template['metadata'], 'labels'));
  const annotations = labelsOf(field(template['metadata'], 'annotations'));
  const facts = podSpecFacts(template['spec']);
  const injected =
    labelValue(annotations, SIDECAR_STATUS) !== undefined ||
    (!facts.hostNetwork && wouldBeInjected(namespace, namespaceLabels, labels));
  const capture = captureOf({
    namespace,
    namespaceLabels,
    labels,
    annotations,
    hostNetwork: facts.hostNetwork,
    sidecar: injected,
    terminated: false,
    running: false,
  });
  return podLike(manifest, 'PodTemplate', owner, {
    labels,
    annotations,
    facts,
    addresses: [],
    ready: false,
    sidecar: injected && !isInjectedGateway(annotations),
    capture,
    path: [...path, 'metadata', 'labels'],
  });
}

/** A controller that made no pods that live: none at all, or only finished ones. */
export const ownersWithPods = (pods: readonly WorkloadDraft[]): ReadonlySet<string> =>
  new Set(pods.filter(({ capture }) => capture.reason !== 'TERMINATED').map(({ owner }) => keyOf(owner)));
