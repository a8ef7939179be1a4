import type { AuthorizationPolicy } from '../../model/policy.js';
import type { DecidingPolicy, NearestRule, RuleCondition } from '../decision.js';
import { placeOf } from './rule-parts.js';

/** What a CUSTOM rule without an askable provider lacks, beside the conditions that matched (semantics 14.21). */
export function missingProvider(
  matched: NearestRule | null,
  [first]: readonly DecidingPolicy[],
  attached: readonly AuthorizationPolicy[],
): NearestRule | null {
  const policy = attached.find(({ namespace, name }) => namespace === first?.namespace && name === first.name);
  if (matched === null || policy === undefined) return null;
  const others = attached
    .filter(({ action, provider }) => action === 'CUSTOM' && provider !== policy.provider)
    .map(({ provider }) => provider);
  const [other] = others;
  const fact =
    other === undefined
      ? `${policy.provider} is no usable provider of meshConfig.extensionProviders, so what the rule matches is denied`
      : `${policy.provider} and ${other} are two providers for one proxy, so what the rule matches is denied`;
  const condition: RuleCondition = {
    ...placeOf(policy.manifest, ['spec', 'provider', 'name'])(),
    fact,
    state: 'UNMET',
    wanted: [policy.provider],
    negative: false,
    sent: null,
  };
  return { ...matched, summary: `${matched.summary} ${fact}.`, conditions: [condition, ...matched.conditions] };
}
