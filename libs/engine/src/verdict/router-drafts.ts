import { attaches } from '../attachment/attaches.js';
import type { Fact } from '../analysis.js';
import { factAt } from '../model/evidence.js';
import type { Gateway } from '../model/model.js';
import type { PolicyBase } from '../model/policy.js';
import type { Context } from './context.js';
import { type Draft, plainRules } from './draft.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';
import { routerProxy, routerSettings } from '../attachment/router-proxy.js';
import { uniqueRefs } from './targets.js';
import { waypointDrafts } from './waypoint-drafts.js';
import { enforcerOf } from './waypoint-reach.js';

/** A policy at the gateways that are routers (ingress, egress, sandwiches): by selector or by a Gateway targetRef. */
export function routerDrafts(
  policy: PolicyBase,
  context: Context,
  evaluator: EnvoyEvaluator,
  attachment: readonly Fact[],
): Draft[] {
  const settings = routerSettings(context.model);
  return context
    .routersReading(policy.namespace)
    .filter((gateway) => attaches(policy, routerProxy(gateway), settings))
    .flatMap((gateway) => routerDraftsAt(gateway, evaluator, attachment, context));
}

/**
 * A policy that one router holds, for what enters through it; in a sandwich also for the services and pods that it is
 * the waypoint of (semantics 2.9).
 */
export function routerDraftsAt(
  gateway: Gateway,
  evaluator: EnvoyEvaluator,
  attachment: readonly Fact[],
  { waypoints }: Context,
): Draft[] {
  const evaluation = evaluator.evaluate(null, evaluator.meetings?.atRouter(gateway) ?? false);
  if (evaluation === null) return [];
  const { namespace, name, manifest, role } = gateway;
  const fact = factAt(manifest, [], `Gateway ${namespace}/${name} evaluates it for what enters through it.`);
  const entering: Draft = {
    enforcer: enforcerOf(gateway),
    pathClass: 'INGRESS',
    effect: evaluation.outcome.effect,
    rules: plainRules(evaluation.outcome),
    targets: uniqueRefs([gateway.manifest]),
    evidence: [...attachment, ...evaluation.facts, fact],
  };
  if (role !== 'SANDWICH') return [entering];
  // Its chains are those of its own listeners, whatever the ports of the services behind it are.
  const handedOver = withoutIdentity(gateway, evaluator, evaluation);
  const alike: EnvoyEvaluator = { dependsOnPorts: false, absence: null, evaluate: () => handedOver };
  return [entering, ...waypointDrafts(waypoints.wholeOf(gateway), waypoints, alike, attachment)];
}

/** Only by the PROXY protocol does the ztunnel in front tell a gateway in a sandwich who the client is (semantics 2.9). */
function withoutIdentity(gateway: Gateway, { identityAt }: EnvoyEvaluator, evaluation: Evaluation): Evaluation {
  const { outcome, facts } = evaluation;
  const isTold = gateway.inboundBinding?.protocol === 'PROXY';
  if (isTold || identityAt === undefined || outcome.effect !== 'AS_WRITTEN') return evaluation;
  const sentence =
    'ztunnel hands over without the PROXY protocol (ambient.istio.io/waypoint-inbound-binding), so that the gateway sees no identity.';
  const fact = factAt(gateway.manifest, ['metadata', 'annotations'], sentence);
  return { outcome: { ...outcome, effect: 'NO_IDENTITY' }, facts: [...facts, fact] };
}
