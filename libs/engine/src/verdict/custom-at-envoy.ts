import type { Effect, Fact } from '../analysis.js';
import type { ExtAuthzProviders } from '../authorization/ext-authz-providers.js';
import type { PolicyOutcome } from '../authorization/outcome.js';
import { factAt } from '../model/evidence.js';
import type { ServicePort } from '../model/model.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import type { Evaluation } from './evaluation.js';

/**
 * The ports of whose chains the policy is a part: a TCP chain cannot ask an HTTP authorizer and leaves the policy out
 * without a word, unless several providers meet there and none is asked (semantics 14.21).
 */
export function askedPorts(
  { action, provider }: AuthorizationPolicy,
  ports: readonly ServicePort[],
  several: boolean,
  providers: ExtAuthzProviders,
): readonly ServicePort[] {
  const cannotAskOnTcp = action === 'CUSTOM' && !several && providers.kindOf(provider) === 'HTTP';
  return cannotAskOnTcp ? ports.filter(({ protocol }) => protocol !== 'TCP') : ports;
}

/** A CUSTOM policy that no chain of the ports holds. */
export function neverAsked(policy: AuthorizationPolicy, ports: readonly ServicePort[]): Evaluation {
  const rules = policy.rules.map((_, index) => ({ index, effect: 'DEAD' as const, culprits: [] }));
  const numbers = ports.map(({ port }) => port).join(', ');
  const fact = `Provider ${policy.provider} speaks HTTP and is not asked on TCP ports (${numbers}): everything passes.`;
  return { outcome: { effect: 'DENY_NO_EFFECT', rules }, facts: [atProvider(policy, fact)] };
}

/**
 * What becomes of a CUSTOM policy apart from its rules (semantics 5.3, 14.12, 14.21); null when the authorizer is asked.
 *
 * @param several policies with different providers meet in the chain
 */
export function customEvaluation(
  policy: AuthorizationPolicy,
  outcome: PolicyOutcome,
  several: boolean,
  providers: ExtAuthzProviders,
): Evaluation | null {
  const { provider, dryRun } = policy;
  const say = (effect: Effect, fact: string): Evaluation => ({
    outcome: { ...outcome, effect },
    facts: [atProvider(policy, fact)],
  });
  if (providers.kindOf(provider) === 'UNKNOWN') {
    if (!providers.areKnown) {
      const fact = `The snapshot holds no mesh config, so whether provider ${provider} exists is not known.`;
      return say(dryRun ? 'DRY_RUN_LOGGED' : outcome.effect, fact);
    }
    return dryRun
      ? say('DRY_RUN_LOGGED', `Provider ${provider} is unknown: as a dry run the policy matches nothing.`)
      : say(
          'DENY_WIDENED',
          `The mesh config has no usable provider ${provider}: what the rules match is denied, nobody is asked.`,
        );
  }
  if (dryRun && !providers.dryRunDenies) {
    return say('DRY_RUN_LOGGED', 'The rules of a dry-run CUSTOM policy are shadow rules: nothing is denied.');
  }
  if (several) {
    const fact =
      'Policies with other providers count here too, dry-run ones included, and istiod takes one provider only: ' +
      'what the rules match is denied, nobody is asked.';
    return say('DENY_WIDENED', fact);
  }
  if (!dryRun) return null;
  return say('DENY_WIDENED', 'istiod turns a dry-run CUSTOM policy into a DENY: matching requests get 403 unasked.');
}

const atProvider = ({ manifest }: AuthorizationPolicy, fact: string): Fact =>
  factAt(manifest, ['spec', 'provider', 'name'], fact);
