import type { Fact, PathClass } from '../analysis.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import { factAt } from '../model/evidence.js';
import type { Gateway, Service } from '../model/model.js';
import type { Draft } from './draft.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';
import { compareRefs, someOf, uniqueRefs } from './targets.js';
import { enforcerOf, type Placement, type WaypointReach } from './waypoint-reach.js';

/** One policy at one waypoint: a verdict for each class of traffic, evaluated or bypassed; none when no chain holds it. */
export function waypointDrafts(
  placement: Placement,
  reaches: readonly WaypointReach[],
  evaluator: EnvoyEvaluator,
  attachment: readonly Fact[],
): Draft[] {
  const { waypoint } = placement;
  const enforcer = enforcerOf(waypoint);
  const groups = groupsOf(placement, evaluator);
  const held = groups.filter(({ services }) => services !== NO_SERVICES || placement.workloads.length > 0);
  if (held.every(({ evaluation }) => evaluation === null)) return [];
  const rules = groups.find(({ evaluation }) => evaluation !== null)?.evaluation?.outcome.rules ?? [];
  const skipped = rules.map(({ index }) => ({ index, effect: 'NOT_EVALUATED' as const }));
  return reaches.flatMap((reach) => {
    const drafts = crossing(reach, groups).map(({ targets, evaluation }) => ({
      enforcer,
      pathClass: reach.pathClass,
      effect: evaluation.outcome.effect,
      rules: evaluation.outcome.rules.map(({ index, effect }) => ({ index, effect })),
      targets,
      evidence: [...attachment, ...evaluation.facts, crossingFact(waypoint, reach.pathClass)],
    }));
    if (reach.bypassing.length === 0) return drafts;
    const evidence = [...attachment, bypassFact(waypoint, reach.pathClass, reach.bypassing)];
    const targets = reach.bypassing;
    return [...drafts, { enforcer, pathClass: reach.pathClass, effect: 'BYPASSED', rules: skipped, targets, evidence }];
  });
}

interface Group {
  /** null: whatever crosses the waypoint. */
  readonly services: ReadonlySet<Service> | null;
  readonly evaluation: Evaluation | null;
}

const NO_SERVICES: ReadonlySet<Service> = new Set();

// Services whose ports look alike share one evaluation: a shared waypoint may serve thousands. The last group is pods.
function groupsOf({ services }: Placement, evaluator: EnvoyEvaluator): readonly Group[] {
  if (!evaluator.dependsOnPorts) return [{ services: null, evaluation: evaluator.evaluate(null) }];
  const bySignature = new Map<string, Service[]>();
  for (const service of services) {
    const signature = service.ports.map((p) => `${p.port}:${p.targetPort ?? p.targetPortName}:${p.protocol}`).join();
    const alike = bySignature.get(signature);
    if (alike === undefined) bySignature.set(signature, [service]);
    else alike.push(service);
  }
  const groups = [...bySignature.values()].map((alike) => ({
    services: new Set(alike),
    evaluation: evaluator.evaluate(alike[0]?.ports ?? null),
  }));
  return [...groups, { services: NO_SERVICES, evaluation: evaluator.evaluate(null) }];
}

function crossing(
  reach: WaypointReach,
  groups: readonly Group[],
): { targets: readonly ObjectRef[]; evaluation: Evaluation }[] {
  if (reach.crossing.length === 0) return [];
  const owners = reach.workloads.map(({ owner }) => owner);
  return merged(
    groups.map(({ services, evaluation }) => ({
      refs:
        services === null
          ? reach.crossing
          : services === NO_SERVICES
            ? owners
            : reach.services.filter((service) => services.has(service)),
      evaluation,
    })),
  );
}

// One verdict for each effect: groups that come to the same are one.
function merged(
  parts: readonly { refs: readonly ObjectRef[]; evaluation: Evaluation | null }[],
): { targets: readonly ObjectRef[]; evaluation: Evaluation }[] {
  const parted = parts.filter(({ refs, evaluation }) => evaluation !== null && refs.length > 0);
  const [only] = parted;
  if (parted.length === 1 && only?.evaluation != null)
    return [{ targets: uniqueRefs(only.refs), evaluation: only.evaluation }];
  const byEffect = new Map<string, { refs: ObjectRef[]; evaluation: Evaluation }>();
  for (const { refs, evaluation } of parts) {
    if (evaluation === null || refs.length === 0) continue;
    const known = byEffect.get(evaluation.outcome.effect);
    if (known === undefined) byEffect.set(evaluation.outcome.effect, { refs: [...refs], evaluation });
    else known.refs.push(...refs);
  }
  return [...byEffect.values()].map(({ refs, evaluation }) => ({ targets: uniqueRefs(refs), evaluation }));
}

const WAYPOINT_FOR: FieldPath = ['metadata', 'labels', 'istio.io/waypoint-for'];

function crossingFact({ manifest, namespace, name }: Gateway, pathClass: PathClass): Fact {
  const seen = pathClass === 'INGRESS' ? "the gateway's identity" : "the client's own identity";
  return factAt(manifest, [], `This traffic crosses waypoint ${namespace}/${name}, which sees ${seen}.`);
}

function bypassFact(
  { manifest, namespace, name, waypointFor }: Gateway,
  pathClass: PathClass,
  refs: readonly ObjectRef[],
) {
  const waypoint = `waypoint ${namespace}/${name}`;
  const some = someOf([...refs].sort(compareRefs));
  switch (pathClass) {
    case 'SERVICE_ADDRESSED':
      return factAt(manifest, [], `Clients reach ${some} by pod address or not through a service of ${waypoint}.`);
    case 'POD_ADDRESSED':
      return factAt(
        manifest,
        WAYPOINT_FOR,
        `Traffic addressed to the pods of ${some} does not cross ${waypoint}, which serves \`${waypointFor}\` traffic: ` +
          'ztunnel looks a pod address up among workloads, never among services.',
      );
    case 'INGRESS':
      return factAt(
        manifest,
        [],
        `Gateways send straight to the pods of ${some}: without label istio.io/ingress-use-waypoint they pass ${waypoint} by.`,
      );
    case 'SIDECAR_CLIENT':
      return factAt(manifest, [], `Clients with a sidecar send straight to the pods of ${some}, never to ${waypoint}.`);
    case 'UNCAPTURED_CLIENT':
      return factAt(
        manifest,
        [],
        `Clients that ztunnel does not capture send straight to ${some}: nothing redirects them to ${waypoint}.`,
      );
  }
}
