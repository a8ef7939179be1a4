import type { Fact } from '../analysis.js';
import { envoyOutcome, seesAll } from '../authorization/envoy-outcome.js';
import { portFieldsOf } from '../authorization/ports.js';
import { factAt } from '../model/evidence.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { areLayered, isOnTunnel } from '../waypoint/tunnel-policies.js';
import { envoyFacts } from './authorization-facts.js';
import type { Context } from './context.js';
import { type Draft, plainRules } from './draft.js';
import type { Evaluation } from './evaluation.js';
import { rankOf } from './precedence.js';
import { enforcerOf } from './waypoint-reach.js';
import { waypointDrafts } from './waypoint-drafts.js';

const TUNNEL_PORT = '15008';

/** A policy without targetRefs at the tunnels of waypoints: what goes around them meets it elsewhere. */
export function layeredDrafts(policy: AuthorizationPolicy, context: Context, attachment: readonly Fact[]): Draft[] {
  const { model, waypoints } = context;
  if (!areLayered(model)) return [];
  const candidates = policy.namespace === model.mesh.rootNamespace ? waypoints.all : waypoints.in(policy.namespace);
  const evaluation = atTunnel(policy);
  const evaluator = { dependsOnPorts: false, absence: null, evaluate: () => evaluation };
  return candidates
    .filter((waypoint) => isOnTunnel(policy, waypoint, model))
    .flatMap((waypoint) => waypointDrafts(waypoints.wholeOf(waypoint), waypoints, evaluator, attachment))
    .filter(({ effect }) => effect !== 'BYPASSED');
}

/** A policy that names a waypoint's Gateway is on its tunnel as well: the worse of the two tells what becomes of it. */
export function withLayer(policy: AuthorizationPolicy, drafts: Draft[], { model, waypoints }: Context): Draft[] {
  if (!areLayered(model)) return drafts;
  const layered = waypoints.all.filter((waypoint) => isOnTunnel(policy, waypoint, model)).map(enforcerOf);
  if (layered.length === 0) return drafts;
  const { outcome, facts } = atTunnel(policy);
  return drafts.map((draft) => {
    const { type, namespace, name } = draft.enforcer;
    const isHere = layered.some((one) => one.type === type && one.namespace === namespace && one.name === name);
    if (!isHere || draft.effect === 'BYPASSED' || rankOf(outcome.effect) >= rankOf(draft.effect)) return draft;
    return { ...draft, effect: outcome.effect, rules: plainRules(outcome), evidence: [...draft.evidence, ...facts] };
  });
}

// On the tunnel a policy is told as for TCP, and the peer is the client itself.
function atTunnel(policy: AuthorizationPolicy): Evaluation {
  const outcome = envoyOutcome(policy, { protocol: 'TCP', port: null, isBlindTo: seesAll });
  const flag = factAt(
    policy.manifest,
    ['spec'],
    'ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: waypoints evaluate it on the tunnel too, with the rules for TCP.',
  );
  const facts = [flag, ...envoyFacts(policy, outcome, 'the tunnel of the waypoint')];
  if (policy.dryRun) return { outcome: { ...outcome, effect: 'DRY_RUN_LOGGED' }, facts };
  const foreign = portFieldsOf(policy).find(({ negative, values }) => !negative && !values.includes(TUNNEL_PORT));
  if (outcome.effect !== 'AS_WRITTEN' || foreign === undefined) return { outcome, facts };
  const fact = factAt(
    policy.manifest,
    foreign.path,
    `On the tunnel the port is ${TUNNEL_PORT}, whatever is asked for.`,
  );
  return { outcome: { ...outcome, effect: 'WRONG_PORT_SPACE' }, facts: [...facts, fact] };
}
