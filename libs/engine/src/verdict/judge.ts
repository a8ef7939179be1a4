import type { Verdict } from '../analysis.js';
import { PATH_CLASSES, ENFORCER_TYPES } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { factAt, refOf } from '../model/evidence.js';
import type { ClusterModel } from '../model/model.js';
import { compareText } from '../model/order.js';
import type { AuthorizationPolicy, OtherPolicy, Policy, RequestAuthentication } from '../model/policy.js';
import { authorizationAtEnvoy } from './authorization-at-envoy.js';
import { authorizationBySelector } from './authorization-by-selector.js';
import { evaluatorOf } from './chain-evaluators.js';
import { Context } from './context.js';
import { nobody, notEvaluated, type Draft } from './draft.js';
import { withLayer } from './layered-policies.js';
import { judgePeerAuthentication } from './peer-authentication.js';
import { policyBySelector } from './policy-by-selector.js';
import { policyByTarget, type TargetEvaluators } from './policy-by-target.js';
import { judgeRoute } from './routes.js';
import { compareRefs } from './targets.js';
import { judgeTelemetry } from './telemetry.js';
import { judgeTraffic } from './traffic/judge-traffic.js';
import { isJudged, judgeUnread } from './unread.js';

/**
 * Every policy of the model to its verdicts, sorted by policy, enforcer and path class. A policy that nobody evaluates
 * has exactly one.
 */
export function judge(model: ClusterModel): Verdict[] {
  const context = new Context(model);
  const judged = [
    ...model.policies.map((policy) => ({ ref: refOf(policy), drafts: draftsOf(policy, context) })),
    ...model.routes.map((route) => ({ ref: refOf(route), drafts: judgeRoute(route, context) })),
    ...judgeTraffic(model, context).map(({ ref, drafts }) => ({ ref: refOf(ref), drafts })),
    ...model.unread
      .filter(({ manifest }) => isJudged(manifest))
      .map((unread) => ({ ref: refOf(unread.manifest), drafts: [judgeUnread(unread)] })),
  ];
  return judged.sort((a, b) => compareRefs(a.ref, b.ref)).flatMap(({ ref, drafts }) => verdictsOf(ref, drafts));
}

function draftsOf(policy: Policy, context: Context): Draft[] {
  switch (policy.kind) {
    case 'AuthorizationPolicy':
      return policy.targetRefs.length > 0
        ? withLayer(policy, policyByTarget(policy, authorizationEvaluators(policy, context), context), context)
        : authorizationBySelector(policy, context);
    case 'PeerAuthentication':
      return judgePeerAuthentication(policy, context);
    case 'Telemetry':
      return judgeTelemetry(policy, context);
    case 'TrafficExtension':
      return context.model.behaviour.trafficExtensions ? judgeEnvoyPolicy(policy, context) : [ofUnknownKind(policy)];
    default:
      return judgeEnvoyPolicy(policy, context);
  }
}

function judgeEnvoyPolicy(policy: RequestAuthentication | OtherPolicy, context: Context): Draft[] {
  if (policy.targetRefs.length === 0) return policyBySelector(policy, context);
  const [waypoint, router] = [evaluatorOf(policy, 'WAYPOINT'), evaluatorOf(policy, 'GATEWAY')];
  return policyByTarget(policy, { waypoint, router }, context);
}

const ofUnknownKind = ({ kind, manifest }: OtherPolicy): Draft =>
  nobody('NOT_ATTACHED', [], [factAt(manifest, [], `This Istio release knows no ${kind}.`)]);

const authorizationEvaluators = (policy: AuthorizationPolicy, context: Context): TargetEvaluators => ({
  waypoint: authorizationAtEnvoy(policy, 'WAYPOINT', context),
  router: authorizationAtEnvoy(policy, 'GATEWAY', context),
  unevaluated: notEvaluated(policy.rules),
});

const verdictsOf = (policy: ObjectRef, drafts: readonly Draft[]): Verdict[] =>
  [...drafts].sort(compareDrafts).map(({ enforcer, pathClass, effect, rules, targets, evidence }) => ({
    policy,
    enforcer,
    pathClass,
    effect,
    rules,
    targets,
    evidence,
  }));

const compareDrafts = (a: Draft, b: Draft): number =>
  ENFORCER_TYPES.indexOf(a.enforcer.type) - ENFORCER_TYPES.indexOf(b.enforcer.type) ||
  compareText(a.enforcer.namespace, b.enforcer.namespace) ||
  compareText(a.enforcer.name, b.enforcer.name) ||
  pathRank(a) - pathRank(b) ||
  compareText(a.effect, b.effect);

const pathRank = ({ pathClass }: Draft): number => (pathClass === null ? -1 : PATH_CLASSES.indexOf(pathClass));
