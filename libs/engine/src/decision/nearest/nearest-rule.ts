import type { NearestRule, RuleCondition } from '../decision.js';
import { conditionOf, emptyElement, listed } from './conditions.js';
import type { AlternativePart, FieldPart, RulePart } from './rule-parts.js';

/**
 * The ALLOW rule with the fewest unmet conditions, as it stands at the enforcer; of equals the one of which less is lost,
 * then the first one. Lost fields count as unmet: no request can meet them there.
 *
 * @param rules of the ALLOW policies, in the order of their names
 */
export function nearestAllowing<Facts>(rules: readonly RulePart<Facts>[], facts: Facts): NearestRule | null {
  let nearest: { readonly rule: RulePart<Facts>; readonly faults: readonly Fault<Facts>[] } | null = null;
  for (const rule of rules) {
    const faults = faultsOf(rule, facts);
    if (nearest === null || isNearer(faults, nearest.faults)) nearest = { rule, faults };
  }
  if (nearest === null) return null;
  const { rule, faults } = nearest;
  const conditions = faults.map((fault) =>
    'fields' in fault ? emptyElement(fault) : conditionOf(fault, facts, fault.state === 'TOLD' ? 'UNMET' : 'LOST'),
  );
  const summary = `Rule ${rule.index} of ${nameOf(rule)} would allow it but for ${listed(conditions)}`;
  return { kind: 'ALLOW_RULE', policy: refOfRule(rule), summary, conditions };
}

/** A field whose comparison fails or is lost, or an element of which nothing is compared. */
type Fault<Facts> = FieldPart<Facts> | AlternativePart<Facts>;

function isNearer<Facts>(these: readonly Fault<Facts>[], those: readonly Fault<Facts>[]): boolean {
  if (these.length !== those.length) return these.length < those.length;
  return these.filter(isLost).length < those.filter(isLost).length;
}

const isLost = <Facts>(fault: Fault<Facts>): boolean => 'fields' in fault || fault.state !== 'TOLD';

function faultsOf<Facts>({ clauses }: RulePart<Facts>, facts: Facts): readonly Fault<Facts>[] {
  const lost: Fault<Facts>[] = [];
  const unmet: Fault<Facts>[] = [];
  for (const alternatives of clauses) {
    let fewest: readonly Fault<Facts>[] | null = null;
    for (const alternative of alternatives) {
      const faults: Fault<Facts>[] = [];
      for (const part of alternative.fields) {
        if (part.state === 'LOST') lost.push(part);
        else if (part.state === 'TOLD' && !part.holds(facts)) faults.push(part);
      }
      if (!alternative.isAlive && !alternative.fields.some(({ state }) => state === 'LOST')) faults.push(alternative);
      if (fewest === null || faults.length < fewest.length) fewest = faults;
    }
    unmet.push(...(fewest ?? []));
  }
  return lost.length === 0 ? unmet : [...lost, ...unmet];
}

/** The rule that denies, with the conditions that hold: failing one of them, a request passes the rule. */
export function denyingRule<Facts>(rule: RulePart<Facts>, facts: Facts): NearestRule {
  const conditions = rule.clauses.flatMap((alternatives) => {
    const matched = alternatives.find(({ isAlive, fields }) => isAlive && fields.every(isMet(facts)));
    return (matched?.fields ?? []).flatMap((part): RuleCondition[] =>
      part.field.values.length === 0 ? [] : [conditionOf(part, facts, part.state === 'TOLD' ? 'MET' : 'LOST')],
    );
  });
  const why = conditions.length === 0 ? 'it has no condition, so it matches everything.' : listed(conditions);
  const summary = `Rule ${rule.index} of ${nameOf(rule)} matches: ${why}`;
  return { kind: 'DENYING_RULE', policy: refOfRule(rule), summary, conditions };
}

const isMet =
  <Facts>(facts: Facts) =>
  (part: FieldPart<Facts>): boolean =>
    part.state !== 'TOLD' || part.holds(facts);

const nameOf = ({ policy }: RulePart<never>): string => `${policy.namespace}/${policy.name}`;

const refOfRule = ({ policy: { kind, namespace, name }, index }: RulePart<never>): NearestRule['policy'] => ({
  kind,
  namespace,
  name,
  rule: index,
});
