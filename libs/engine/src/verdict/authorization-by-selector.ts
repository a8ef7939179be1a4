import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { notSentReason } from '../ztunnel/convert.js';
import { dryRunMode } from '../ztunnel/dry-run.js';
import { ztunnelOutcome } from '../ztunnel/effect.js';
import { authorizationAtEnvoy } from './authorization-at-envoy.js';
import { ztunnelFacts } from './authorization-facts.js';
import { classicGatewayDrafts } from './classic-gateway-drafts.js';
import { captureFact } from './capture-facts.js';
import type { Context } from './context.js';
import { byPorts } from './by-ports.js';
import { destinationDrafts } from './destination-drafts.js';
import { nobody, notEvaluated, type Draft } from './draft.js';
import type { Evaluation } from './evaluation.js';
import type { Exposure } from './exposure.js';
import { layeredDrafts } from './layered-policies.js';
import { PeerJudge } from './peer-effect.js';
import { routerDrafts } from './router-drafts.js';
import { selectorFacts } from './selector-facts.js';
import { sidecarEnforcer, sidecarEvaluations } from './sidecar-evaluations.js';

/** An AuthorizationPolicy without targetRefs: ztunnel, sidecars and gateways read it, waypoints never (semantics 3.2). */
export function authorizationBySelector(policy: AuthorizationPolicy, context: Context): Draft[] {
  const { model } = context;
  const atZtunnel = context.exposure(context.selection.atZtunnel(policy));
  const atEnvoy = context.exposure(context.selection.atEnvoy(policy));
  const selected = atZtunnel.owners.length > 0 ? atZtunnel : atEnvoy;
  const attachment = [
    ...selectorFacts(policy, model.mesh.rootNamespace, selected.owners),
    ...(policy.selector === undefined || model.behaviour.selectorsStayInNamespace ? [] : [strayFact(policy)]),
  ];
  const atGateways = authorizationAtEnvoy(policy, 'GATEWAY', context);
  const drafts = [
    ...ztunnelDrafts(policy, atZtunnel, context, attachment),
    ...sidecarDrafts(policy, atEnvoy, context, attachment),
    ...layeredDrafts(policy, context, attachment),
    ...routerDrafts(policy, context, atGateways, attachment),
    ...classicGatewayDrafts(atEnvoy, atGateways, attachment),
  ];
  return drafts.length > 0 ? drafts : [unread(policy, atZtunnel, selected, context, attachment)];
}

const strayFact = ({ manifest }: AuthorizationPolicy): Fact =>
  factAt(manifest, ['spec', 'selector'], 'istiod of this release applies a selector in every namespace at ztunnel.');

function ztunnelDrafts(
  policy: AuthorizationPolicy,
  { workloads, captured, ztunnel }: Exposure,
  context: Context,
  attachment: readonly Fact[],
): Draft[] {
  const [example] = captured;
  if (example === undefined) return [];
  const evaluation = atZtunnel(policy, context);
  if (evaluation === null) return [];
  const peers = new PeerJudge(policy, context);
  const chain = [...attachment, captureFact(example, context.model)];
  const judged = byPorts(policy, [{ workloads: null, evaluation }], workloads, 'ztunnel', context);
  return destinationDrafts(context.ztunnel, ztunnel, judged, (reach) => peers.effectOn(reach, 'ztunnel'), chain);
}

/** null: istiod does not send the policy to ztunnel. */
function atZtunnel(policy: AuthorizationPolicy, { model }: Context): Evaluation | null {
  if (notSentReason(policy, model) !== null) return null;
  const outcome = ztunnelOutcome(policy);
  if (!policy.dryRun) return { outcome, facts: ztunnelFacts(policy, outcome) };
  const at = ['metadata', 'annotations', 'istio.io/dry-run'];
  if (dryRunMode(model) === 'LOGGED') {
    const fact = 'A dry-run policy is sent to ztunnel, which only logs what it would do.';
    return { outcome: { ...outcome, effect: 'DRY_RUN_LOGGED' }, facts: [factAt(policy.manifest, at, fact)] };
  }
  const fact = `istiod ${model.istioVersion} does not look at this annotation for ztunnel, which enforces the policy.`;
  return { outcome, facts: [factAt(policy.manifest, at, fact), ...ztunnelFacts(policy, outcome)] };
}

function sidecarDrafts(
  policy: AuthorizationPolicy,
  { sidecars, sidecar }: Exposure,
  context: Context,
  attachment: readonly Fact[],
): Draft[] {
  const [example] = sidecars;
  if (example === undefined) return [];
  const { model } = context;
  const peers = new PeerJudge(policy, context);
  const evaluations = sidecarEvaluations(sidecars, authorizationAtEnvoy(policy, 'SIDECAR', context), model);
  const judged = byPorts(policy, evaluations, sidecars, 'the sidecar', context);
  const onReach = (reach: Exposure['sidecar'][number]) => peers.effectOn(reach, 'the sidecar');
  const chain = [...attachment, captureFact(example, model)];
  return destinationDrafts(sidecarEnforcer(sidecars), sidecar, judged, onReach, chain);
}

function unread(
  policy: AuthorizationPolicy,
  atZtunnel: Exposure,
  selected: Exposure,
  { model }: Context,
  attachment: readonly Fact[],
): Draft {
  const rules = notEvaluated(policy.rules);
  const [example] = atZtunnel.captured;
  if (example === undefined) {
    const [other] = selected.unenforced;
    const capture = other === undefined ? [] : [captureFact(other, model)];
    return nobody('NOT_ATTACHED', selected.owners, [...attachment, ...capture], rules);
  }
  const { manifest, action, dryRun } = policy;
  const chain = [...attachment, captureFact(example, model)];
  if (dryRun && dryRunMode(model) === 'NOT_SENT') {
    const fact =
      'istiod does not send dry-run policies to ztunnel, and waypoints do not read policies without targetRefs.';
    const at = ['metadata', 'annotations', 'istio.io/dry-run'];
    return nobody('NOT_SENT_DRY_RUN', atZtunnel.owners, [...chain, factAt(manifest, at, fact)], rules);
  }
  const fact = `ztunnel knows ALLOW and DENY only: istiod does not send it the action ${action}.`;
  const evidence = [...chain, factAt(manifest, ['spec', 'action'], fact)];
  return nobody('NOT_SENT_UNSUPPORTED_ACTION', atZtunnel.owners, evidence, rules);
}
