import type { Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { Workload } from '../../model/model.js';
import { field, isFields, labelsOf } from '../../model/narrow.js';
import { captureFact } from '../capture-facts.js';
import type { Context } from '../context.js';
import { NO_RULES, nobody, type Draft } from '../draft.js';
import { sidecarEnforcer } from '../sidecar-evaluations.js';
import { ownersOf } from '../targets.js';

const isSidecar = ({ sidecar, capture }: Workload): boolean => sidecar && !capture.captured;

/**
 * A Sidecar resource shapes the sidecars that it selects, as clients; ztunnel does not know it, and waypoints use the
 * default scope (semantics 3.8; Istio model/push_context.go doGetSidecarScope).
 */
export function judgeSidecar(manifest: Manifest, context: Context): Draft[] {
  const selected = selectedBy(manifest, context);
  const sidecars = selected.filter(isSidecar);
  const [example] = sidecars;
  if (example !== undefined) {
    const fact = factAt(
      manifest,
      ['spec'],
      'It shapes what the sidecars that it selects know of the mesh, and how they are reached.',
    );
    return [
      {
        enforcer: sidecarEnforcer(sidecars),
        pathClass: 'SIDECAR_CLIENT',
        effect: 'AS_WRITTEN',
        rules: NO_RULES,
        targets: ownersOf(sidecars),
        evidence: [fact, captureFact(example, context.model)],
      },
    ];
  }
  const [other] = selected;
  const facts = [
    ...(other === undefined ? [] : [captureFact(other, context.model)]),
    factAt(manifest, [], 'It selects no workload with a sidecar; ztunnel and waypoints do not read Sidecar resources.'),
  ];
  return [nobody('NOT_ATTACHED', ownersOf(selected), facts)];
}

/** One in the root namespace without a selector is for every namespace that has no such Sidecar of its own. */
function selectedBy({ namespace, body }: Manifest, { model }: Context): readonly Workload[] {
  const selector = field(body.spec, 'workloadSelector');
  if (isFields(selector)) return model.workloadIndex.select(namespace, labelsOf(field(selector, 'labels')));
  if (namespace !== model.mesh.rootNamespace) return model.workloadsByNamespace.get(namespace) ?? [];
  const others = (model.othersByKind.get('Sidecar') ?? []).filter(
    (other) => other.namespace !== namespace && !isFields(field(other.body.spec, 'workloadSelector')),
  );
  const own = new Set(others.map((other) => other.namespace));
  return model.workloads.filter((workload) => !own.has(workload.namespace));
}
