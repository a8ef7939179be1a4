import type { Effect, Fact } from '../analysis.js';
import {
  blindAtWaypoint,
  envoyOutcome,
  isPortField,
  needsHttp,
  seesAll,
  type EnvoyChain,
} from '../authorization/envoy-outcome.js';
import type { PolicyOutcome } from '../authorization/outcome.js';
import { peerFieldsOf } from '../authorization/peer.js';
import { portFieldsOf, portsOf } from '../authorization/ports.js';
import { factAt } from '../model/evidence.js';
import type { ServicePort } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { envoyFacts } from './authorization-facts.js';
import type { Context } from './context.js';
import { askedPorts, customEvaluation, neverAsked } from './custom-at-envoy.js';
import type { EnvoyEvaluator, Evaluation } from './evaluation.js';
import { podOnlyPorts } from './port-space.js';
import { rankOf } from './precedence.js';

/** What stands where: it decides which address and which port a policy is compared with (semantics 5.3). */
export type EnvoyPlace = 'WAYPOINT' | 'SIDECAR' | 'GATEWAY';

const NAMES: Readonly<Record<EnvoyPlace, string>> = {
  WAYPOINT: 'the waypoint',
  SIDECAR: 'the sidecar',
  GATEWAY: 'the gateway',
};

/** An AuthorizationPolicy in the filter chains of an Envoy (semantics 5.2 to 5.4). */
export function authorizationAtEnvoy(
  policy: AuthorizationPolicy,
  place: EnvoyPlace,
  { providers, model, meetings }: Context,
): EnvoyEvaluator {
  const isBlindTo = place === 'WAYPOINT' ? blindAtWaypoint(model.behaviour) : seesAll;
  return {
    absence: null,
    get identityAt() {
      return peerFieldsOf(policy).identity[0]?.path;
    },
    ...(policy.action === 'CUSTOM' ? { meetings } : {}),
    get dependsOnPorts() {
      if (policy.action === 'CUSTOM') return true;
      return policy.rules.some(({ fields }) => fields.some((field) => needsHttp(field) || isPortField(field)));
    },
    evaluate(ports, several) {
      const asked = ports === null ? null : askedPorts(policy, ports, several, providers);
      if (asked !== null && asked.length === 0 && ports !== null && ports.length > 0) return neverAsked(policy, ports);
      const { outcome, name } = worstChain(policy, place, asked, isBlindTo);
      const facts = [...envoyFacts(policy, outcome, name)];
      const special =
        policy.action === 'CUSTOM' ? customEvaluation(policy, outcome, several, providers) : dryRun(policy, outcome);
      if (special !== null) return { ...special, facts: [...facts, ...special.facts] };
      const wrongPort = place === 'WAYPOINT' && ports !== null ? portOfPods(policy, outcome, ports) : null;
      return wrongPort ?? { outcome, facts };
    },
  };
}

interface NamedOutcome {
  readonly outcome: PolicyOutcome;
  readonly name: string;
}

// A policy is in every chain of the service; the chain where it does the most harm gives the verdict.
function worstChain(
  policy: AuthorizationPolicy,
  place: EnvoyPlace,
  ports: readonly ServicePort[] | null,
  isBlindTo: EnvoyChain['isBlindTo'],
): NamedOutcome {
  const at = (chain: Omit<EnvoyChain, 'isBlindTo'>, name: string): NamedOutcome => ({
    outcome: envoyOutcome(policy, { ...chain, isBlindTo }),
    name,
  });
  const tcp = (ports ?? []).filter(({ protocol }) => protocol === 'TCP');
  const outcomes = tcp.map(({ port }) => at({ protocol: 'TCP', port }, `${NAMES[place]} on TCP port ${port}`));
  if (tcp.length === 0 || tcp.length !== ports?.filter(({ protocol }) => protocol !== 'UDP').length) {
    outcomes.unshift(at({ protocol: 'HTTP', port: null }, NAMES[place]));
  }
  return outcomes.reduce((worst, next) => (rankOf(next.outcome.effect) < rankOf(worst.outcome.effect) ? next : worst));
}

const withEffect = (outcome: PolicyOutcome, effect: Effect, facts: readonly Fact[]): Evaluation => ({
  outcome: { ...outcome, effect },
  facts,
});

function dryRun(policy: AuthorizationPolicy, outcome: PolicyOutcome): Evaluation | null {
  if (!policy.dryRun) return null;
  const fact = 'Annotation istio.io/dry-run: an Envoy evaluates the rules as shadow rules and only logs the result.';
  return withEffect(outcome, 'DRY_RUN_LOGGED', [
    factAt(policy.manifest, ['metadata', 'annotations', 'istio.io/dry-run'], fact),
  ]);
}

function portOfPods(
  policy: AuthorizationPolicy,
  outcome: PolicyOutcome,
  ports: readonly ServicePort[],
): Evaluation | null {
  if (outcome.effect !== 'AS_WRITTEN') return null;
  const portFields = portFieldsOf(policy);
  if (portFields.length === 0) return null;
  const foreign = podOnlyPorts(ports);
  const field = portFields.find((candidate) => isAllForeign(portsOf([candidate]), foreign));
  if (field === undefined) return null;
  const [port] = portsOf([field]);
  const fact = `Port ${port} is the pods' port; a waypoint compares the Service port (${ports.map((p) => p.port).join(', ')}).`;
  return withEffect(outcome, 'WRONG_PORT_SPACE', [factAt(policy.manifest, field.path, fact)]);
}

const isAllForeign = (ports: readonly number[], foreign: ReadonlySet<number>): boolean =>
  ports.length > 0 && ports.every((port) => foreign.has(port));
