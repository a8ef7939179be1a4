import type { Manifest, Skipped } from '../manifest/manifest.js';
import { bind } from './binding.js';
import type { Building } from './building.js';
import { workloadFromEntry, workloadsFromServiceEntry } from './endpoint-workloads.js';
import { groupBy } from './group-by.js';
import type { ManifestGroups } from './manifest-groups.js';
import type { Gateway, Workload } from './model.js';
import type { Namespaces } from './namespaces.js';
import { field, labelValue } from './narrow.js';
import { byNamespaceAndName, compareText, createdAt } from './order.js';
import { keyOf, Owners } from './owners.js';
import { type BindingContext, GATEWAY_NAME } from './waypoint-reference.js';
import type { WorkloadDraft } from './workload-draft.js';
import { WorkloadIndex } from './workload-index.js';
import {
  ownersWithPods,
  POD_TEMPLATES,
  type WorkloadContext,
  workloadFromPod,
  workloadFromTemplate,
} from './workloads.js';

export interface BuiltWorkloads {
  /** Sorted by namespace and name; frozen when their gateways are linked. */
  readonly workloads: readonly Workload[];
  readonly workloadsByNamespace: ReadonlyMap<string, readonly Workload[]>;
  readonly workloadIndex: WorkloadIndex;
}

export function buildWorkloads(building: Building, gatewaysByName: ReadonlyMap<string, Gateway>): BuiltWorkloads {
  const { namespaces, behaviour } = building;
  const context = { gatewaysByName, behaviour };
  const drafts = [...draftWorkloads(building)].sort(inModelOrder);
  const workloads = Object.freeze(drafts.map((draft) => finish(draft, namespaces, context)));
  const workloadsByNamespace = groupBy(workloads, ({ namespace }) => namespace);
  return { workloads, workloadsByNamespace, workloadIndex: new WorkloadIndex(workloads, workloadsByNamespace) };
}

const inModelOrder = ({ workload: a }: WorkloadDraft, { workload: b }: WorkloadDraft): number =>
  byNamespaceAndName(a, b) ||
  compareText(a.kind, b.kind) ||
  compareText(a.manifest.kind, b.manifest.kind) ||
  compareText(a.addresses.join(), b.addresses.join());

function draftWorkloads({ groups, namespaces, cni, skipped }: Building): readonly WorkloadDraft[] {
  const context: WorkloadContext = { namespaces, cni, owners: new Owners(groups) };
  const pods: WorkloadDraft[] = [];
  const keep = (draft: WorkloadDraft | Skipped, drafts: WorkloadDraft[]): void => {
    if ('reason' in draft) skipped.push(draft);
    else drafts.push(draft);
  };
  for (const manifest of groups.of('', 'Pod')) keep(workloadFromPod(manifest, context), pods);
  const others: WorkloadDraft[] = [];
  for (const draft of predictedWorkloads(groups, context, ownersWithPods(pods))) keep(draft, others);
  for (const manifest of groups.of('networking.istio.io', 'WorkloadEntry')) {
    keep(workloadFromEntry(manifest), others);
  }
  for (const manifest of groups.of('networking.istio.io', 'ServiceEntry')) {
    others.push(...workloadsFromServiceEntry(manifest));
  }
  return [...pods, ...others];
}

/** Templates whose controller has no living pods. A ReplicaSet speaks for its Deployment only when that is absent. */
function* predictedWorkloads(
  groups: ManifestGroups,
  context: WorkloadContext,
  covered: Set<string>,
): Generator<WorkloadDraft | Skipped> {
  for (const [group, kind, path] of POD_TEMPLATES) {
    const isOpen = (manifest: Manifest): boolean =>
      !covered.has(keyOf(context.owners.ofController(manifest))) && !isDone(manifest);
    for (const manifest of groups.of(group, kind).filter(isOpen).sort(youngestFirst)) {
      const owner = context.owners.ofController(manifest);
      if (covered.has(keyOf(owner))) continue;
      covered.add(keyOf(owner));
      yield workloadFromTemplate(manifest, path, owner, context);
    }
  }
}

/** Of several ReplicaSets of one Deployment the youngest has its present template. */
const youngestFirst = (a: Manifest, b: Manifest): number =>
  compareText(createdAt(b), createdAt(a)) || byNamespaceAndName(b, a);

/** A finished Job runs no more pods; an old ReplicaSet of a rollout has none. */
function isDone({ kind, body }: Manifest): boolean {
  if (kind === 'Job') return field(body.status, 'completionTime') !== undefined;
  return kind === 'ReplicaSet' && field(body.spec, 'replicas') === 0;
}

function finish(draft: WorkloadDraft, namespaces: Namespaces, context: BindingContext): Workload {
  const { workload, bindingLabels, bindingPath, outsideAmbient } = draft;
  const gatewayName = labelValue(bindingLabels, GATEWAY_NAME);
  if (gatewayName !== undefined) {
    workload.gateway = context.gatewaysByName.get(`${workload.namespace}/${gatewayName}`) ?? null;
  }
  workload.binding = bind(
    {
      kind: 'WORKLOAD',
      manifest: workload.manifest,
      namespace: namespaces.get(workload.namespace),
      labels: bindingLabels,
      annotations: workload.annotations,
      labelsPath: bindingPath,
      outsideAmbient,
    },
    context,
  );
  return workload;
}
