import { compareText } from '../../model/order.js';
import type { AuthorizationPolicy } from '../../model/policy.js';
import type { DecidingPolicy, NearestRule } from '../decision.js';
import { placeOf, type PartReader, type RulePart, rulePartsOf } from './rule-parts.js';
import { denyingRule, nearestAllowing } from './nearest-rule.js';

/** The rules of one kind of enforcer, taken apart when they are first asked about. */
export class RuleShelf<Facts> {
  private readonly parts = new Map<AuthorizationPolicy, readonly RulePart<Facts>[]>();

  constructor(private readonly reader: PartReader<Facts>) {}

  /** What came nearest to allow, when no ALLOW policy of the enforcer did. */
  allowing(policies: readonly AuthorizationPolicy[], facts: Facts): NearestRule | null {
    const sorted = policies.length > 1 ? policies.toSorted(byName) : policies;
    const nearest = nearestAllowing(
      sorted.flatMap((policy) => this.partsOf(policy)),
      facts,
    );
    const [first] = sorted;
    return nearest ?? (first === undefined ? null : allowNothing(first));
  }

  /** What made one of these policies match. */
  denying(
    [first]: readonly DecidingPolicy[],
    policies: readonly AuthorizationPolicy[],
    facts: Facts,
  ): NearestRule | null {
    const policy = policies.find(({ namespace, name }) => namespace === first?.namespace && name === first.name);
    const rule = policy === undefined || first === undefined ? undefined : this.partsOf(policy)[first.rule];
    return rule === undefined ? null : denyingRule(rule, facts);
  }

  private partsOf(policy: AuthorizationPolicy): readonly RulePart<Facts>[] {
    let parts = this.parts.get(policy);
    if (parts === undefined) this.parts.set(policy, (parts = rulePartsOf(policy, this.reader)));
    return parts;
  }
}

const byName = (a: AuthorizationPolicy, b: AuthorizationPolicy): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

function allowNothing({ kind, namespace, name, manifest }: AuthorizationPolicy): NearestRule {
  const fact = 'an ALLOW policy without rules allows nothing, and no other ALLOW policy applies here';
  return {
    kind: 'ALLOW_NOTHING',
    policy: { kind, namespace, name, rule: -1 },
    summary: `${namespace}/${name} has no rules: ${fact}.`,
    conditions: [
      { ...placeOf(manifest, ['spec', 'rules'])(), fact, state: 'UNMET', wanted: [], negative: false, sent: null },
    ],
  };
}
