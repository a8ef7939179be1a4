import type { Manifest, ObjectRef } from '../manifest/manifest.js';
import { refOf } from './evidence.js';
import type { ManifestGroups } from './manifest-groups.js';
import type { Labels } from './model.js';
import { field, labelValue, list, text } from './narrow.js';

/** A CronJob's Jobs end in their scheduled minute (istio pkg/kube/util.go cronJobNameRegexp). */
const SCHEDULED_JOB = /^(.+)-\d{8,10}$/;

/** Resolves what a person knows a pod by: Pod → ReplicaSet → Deployment, Pod → Job → CronJob. */
export class Owners {
  private readonly between = new Map<string, Manifest>();
  private readonly known = new Map<string, ObjectRef>();

  constructor(groups: ManifestGroups) {
    for (const manifest of [...groups.of('apps', 'ReplicaSet'), ...groups.of('batch', 'Job')]) {
      this.between.set(keyOf(manifest), manifest);
    }
  }

  /** A pod owns itself when nothing controls it. Pods of one controller share the reference. */
  ofPod(pod: Manifest, labels: Labels | undefined): ObjectRef {
    const controller = controllerOf(pod.body.metadata, pod.namespace);
    return controller === null ? refOf(pod) : this.shared(this.above(controller, labels));
  }

  private shared(owner: ObjectRef): ObjectRef {
    const key = keyOf(owner);
    const known = this.known.get(key);
    if (known === undefined) this.known.set(key, owner);
    return known ?? owner;
  }

  /** The controller of a ReplicaSet or Job; itself when it has none. */
  ofController(manifest: Manifest): ObjectRef {
    return controllerOf(manifest.body.metadata, manifest.namespace) ?? refOf(manifest);
  }

  private above(controller: ObjectRef, podLabels: Labels | undefined): ObjectRef {
    const { kind } = controller;
    if (kind !== 'ReplicaSet' && kind !== 'Job') return controller;
    const manifest = this.between.get(keyOf(controller));
    if (manifest !== undefined) return this.ofController(manifest);
    return kind === 'Job' ? cronJobByName(controller) : (deploymentByHash(controller, podLabels) ?? controller);
  }
}

export const keyOf = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`;

/** Static pods are owned by their Node, which is not what anybody knows them by. */
function controllerOf(metadata: unknown, namespace: string): ObjectRef | null {
  const references = list(field(metadata, 'ownerReferences'));
  const controller = references.find((reference) => field(reference, 'controller') === true) ?? references[0];
  const kind = text(field(controller, 'kind'));
  const name = text(field(controller, 'name'));
  return kind === '' || name === '' || kind === 'Node' ? null : { kind, namespace, name };
}

function cronJobByName(job: ObjectRef): ObjectRef {
  const name = SCHEDULED_JOB.exec(job.name)?.[1];
  return name === undefined ? job : { kind: 'CronJob', namespace: job.namespace, name };
}

const HASH_LABELS = [
  ['pod-template-hash', 'Deployment'],
  ['rollouts-pod-template-hash', 'Rollout'],
] as const;

/** A snapshot may lack ReplicaSets; their names are the owner's with the hash of the template appended. */
function deploymentByHash({ namespace, name }: ObjectRef, podLabels: Labels | undefined): ObjectRef | null {
  for (const [label, kind] of HASH_LABELS) {
    const hash = labelValue(podLabels, label);
    if (hash !== undefined && name.endsWith(`-${hash}`)) {
      return { kind, namespace, name: name.slice(0, -hash.length - 1) };
    }
  }
  return null;
}
