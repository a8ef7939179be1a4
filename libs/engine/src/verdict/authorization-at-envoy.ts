import type { Effect, Fact } from '../analysis.js';
import { envoyOutcome, isPortField, needsHttp, type EnvoyChain } from '../authorization/envoy-outcome.js';
import type { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { PolicyOutcome } from '../authorization/outcome.js';
import { peerFieldsOf } from '../authorization/peer.js';
import { portFieldsOf, portsOf } from '../authorization/ports.js';
import { factAt } from '../model/evidence.js';
import type { ServicePort } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { envoyFacts } from './authorization-facts.js';
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
  providers: ExtAuthzProviders,
): EnvoyEvaluator {
  return {
    absence: null,
    get identityAt() {
      return peerFieldsOf(policy).identity[0]?.path;
    },
    get dependsOnPorts() {
      if (policy.action === 'CUSTOM') return true;
      return policy.rules.some(({ fields }) => fields.some((field) => needsHttp(field) || isPortField(field)));
    },
    evaluate(ports) {
      const asked = ports === null ? null : askedPorts(policy, ports, providers);
      if (asked !== null && asked.length === 0 && ports !== null && ports.length > 0) return neverAsked(policy, ports);
      const { outcome, name } = worstChain(policy, place, asked);
      const facts = [...envoyFacts(policy, outcome, name)];
      const special = dryRun(policy, outcome) ?? custom(policy, providers, outcome);
      if (special !== null) return { ...special, facts: [...facts, ...special.facts] };
      const wrongPort = place === 'WAYPOINT' && ports !== null ? portOfPods(policy, outcome, ports) : null;
      return wrongPort ?? { outcome, facts };
    },
  };
}

// A TCP chain cannot ask an HTTP authorizer, and leaves the policy out without a word (semantics 14.21).
function askedPorts(
  { action, provider }: AuthorizationPolicy,
  ports: readonly ServicePort[],
  providers: ExtAuthzProviders,
): readonly ServicePort[] {
  const cannotAskOnTcp = action === 'CUSTOM' && providers.kindOf(provider) === 'HTTP';
  return cannotAskOnTcp ? ports.filter(({ protocol }) => protocol !== 'TCP') : ports;
}

function neverAsked(policy: AuthorizationPolicy, ports: readonly ServicePort[]): Evaluation {
  const rules = policy.rules.map((_, index) => ({ index, effect: 'DEAD' as const, culprits: [] }));
  const numbers = ports.map(({ port }) => port).join(', ');
  const fact = `Provider ${policy.provider} speaks HTTP and is not asked on TCP ports (${numbers}): everything passes.`;
  return {
    outcome: { effect: 'DENY_NO_EFFECT', rules },
    facts: [factAt(policy.manifest, ['spec', 'provider', 'name'], fact)],
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
): NamedOutcome {
  const at = (chain: Omit<EnvoyChain, 'seesPeerAddress'>, name: string): NamedOutcome => ({
    outcome: envoyOutcome(policy, { ...chain, seesPeerAddress: place !== 'WAYPOINT' }),
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

// A dry-run CUSTOM with a known provider is enforced as a DENY (semantics 14.12), so it is left to `custom`.
function dryRun(policy: AuthorizationPolicy, outcome: PolicyOutcome): Evaluation | null {
  if (!policy.dryRun || policy.action === 'CUSTOM') return null;
  const fact = 'Annotation istio.io/dry-run: an Envoy evaluates the rules as shadow rules and only logs the result.';
  return withEffect(outcome, 'DRY_RUN_LOGGED', [
    factAt(policy.manifest, ['metadata', 'annotations', 'istio.io/dry-run'], fact),
  ]);
}

function custom(policy: AuthorizationPolicy, providers: ExtAuthzProviders, outcome: PolicyOutcome): Evaluation | null {
  if (policy.action !== 'CUSTOM') return null;
  const { manifest, provider } = policy;
  const kind = providers.kindOf(provider);
  const say = (effect: Effect, fact: string) =>
    withEffect(outcome, effect, [factAt(manifest, ['spec', 'provider', 'name'], fact)]);
  if (kind === 'UNKNOWN' && !providers.areKnown) {
    const fact = `The snapshot holds no mesh config, so whether provider ${provider} exists is not known.`;
    return say(policy.dryRun ? 'DRY_RUN_LOGGED' : outcome.effect, fact);
  }
  if (policy.dryRun) {
    return kind === 'UNKNOWN'
      ? say('DRY_RUN_LOGGED', `Provider ${provider} is unknown: as a dry run the policy matches nothing.`)
      : say('DENY_WIDENED', 'istiod turns a dry-run CUSTOM policy into a DENY: matching requests get 403 unasked.');
  }
  if (kind !== 'UNKNOWN') return null;
  const fact = `The mesh config has no usable provider ${provider}: what the rules match is denied, nobody is asked.`;
  return say('DENY_WIDENED', fact);
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
