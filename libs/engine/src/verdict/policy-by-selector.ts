import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { OtherPolicy, RequestAuthentication } from '../model/policy.js';
import type { IstioBehaviour } from '../version/behaviour.js';
import { classicGatewayDrafts } from './classic-gateway-drafts.js';
import { captureFact } from './capture-facts.js';
import { evaluatorOf } from './chain-evaluators.js';
import type { Context } from './context.js';
import { destinationDrafts } from './destination-drafts.js';
import { nobody, type Draft } from './draft.js';
import type { Exposure } from './exposure.js';
import { routerDrafts } from './router-drafts.js';
import { selectorFacts } from './selector-facts.js';
import { sidecarEnforcer, sidecarEvaluations } from './sidecar-evaluations.js';

/** A policy that only Envoys know, without targetRefs: sidecars and gateways read it (semantics 3.3, 3.6, 3.7). */
export function policyBySelector(policy: RequestAuthentication | OtherPolicy, context: Context): Draft[] {
  const drafts = envoyDrafts(policy, context);
  return drafts.length > 0 ? drafts : [unreadBySelector(policy, context)];
}

/** Its verdicts at sidecars and gateways. */
export function envoyDrafts(policy: RequestAuthentication | OtherPolicy, context: Context): Draft[] {
  const exposure = context.exposure(context.selection.atEnvoy(policy));
  const attachment = selectorFacts(policy, context.model.mesh.rootNamespace, exposure.owners);
  const atGateways = evaluatorOf(policy, 'GATEWAY');
  return [
    ...sidecarDrafts(policy, exposure, context, attachment),
    ...routerDrafts(policy, context, atGateways, attachment),
    ...classicGatewayDrafts(exposure, atGateways, attachment),
  ];
}

function sidecarDrafts(
  policy: RequestAuthentication | OtherPolicy,
  { sidecars, sidecar }: Exposure,
  { model }: Context,
  attachment: readonly Fact[],
): Draft[] {
  const [example] = sidecars;
  if (example === undefined) return [];
  const judged = sidecarEvaluations(sidecars, evaluatorOf(policy, 'SIDECAR'), model);
  const asWritten = { effect: 'AS_WRITTEN' as const, facts: [] };
  const chain = [...attachment, captureFact(example, model)];
  return destinationDrafts(sidecarEnforcer(sidecars), sidecar, judged, () => asWritten, chain);
}

/** The one verdict of a policy without targetRefs that no Envoy reads. */
export function unreadBySelector(policy: RequestAuthentication | OtherPolicy, context: Context): Draft {
  const { model } = context;
  const exposure = context.exposure(context.selection.atEnvoy(policy));
  const [example] = exposure.captured.length > 0 ? exposure.captured : exposure.unenforced;
  const facts = [
    ...selectorFacts(policy, model.mesh.rootNamespace, exposure.owners),
    ...(example === undefined ? [] : [captureFact(example, model)]),
    factAt(policy.manifest, [], `ztunnel does not know ${policy.kind}.`),
    factAt(policy.manifest, ['spec'], atWaypoints(policy, model.behaviour)),
  ];
  return nobody('NOT_ATTACHED', exposure.owners, facts);
}

const atWaypoints = ({ kind, selector }: RequestAuthentication | OtherPolicy, behaviour: IstioBehaviour): string =>
  kind === 'Telemetry' && !behaviour.telemetryAtWaypoints
    ? 'No waypoint of this Istio release reads a Telemetry.'
    : kind === 'Telemetry' && selector === undefined
      ? 'Waypoints read only the oldest Telemetry of a namespace that has neither selector nor targetRefs, and no traffic of this one crosses a waypoint.'
      : `Waypoints read a ${kind} only when its targetRefs name them or a service.`;
