import type { AuthorizationRule, Clause, RuleField } from '../../authorization/rule-fields.js';
import type { Fact } from '../../analysis.js';
import type { FieldPath, Manifest } from '../../manifest/manifest.js';
import { factAt } from '../../model/evidence.js';
import type { AuthorizationPolicy } from '../../model/policy.js';

/**
 * One list of values of a rule as one enforcer takes it. TOLD: it compares them. LOST: it cannot, which costs an ALLOW its
 * whole rule and other actions the field alone. IGNORED: nobody notices that it is not compared.
 */
export interface FieldPart<Facts> {
  readonly field: RuleField;
  readonly state: 'TOLD' | 'LOST' | 'IGNORED';
  /** Of what is not TOLD: why, as a sentence. */
  readonly loss: string;
  holds(facts: Facts): boolean;
  /** What the request has there; null: nothing that the enforcer sees. */
  sent(facts: Facts): string | null;
  /** Where it stands; the sentence is empty. */
  place(): Fact;
}

/** One element of `from` or `to`, or one `when`. */
export interface AlternativePart<Facts> {
  readonly fields: readonly FieldPart<Facts>[];
  /** false: it never holds, because nothing of it is compared. */
  readonly isAlive: boolean;
  place(): Fact;
}

/** One rule of a policy as one enforcer takes it. */
export interface RulePart<Facts> {
  readonly policy: AuthorizationPolicy;
  readonly index: number;
  readonly clauses: readonly (readonly AlternativePart<Facts>[])[];
}

/** How an enforcer takes fields. */
export interface PartReader<Facts> {
  partOf(field: RuleField, policy: AuthorizationPolicy): Omit<FieldPart<Facts>, 'field' | 'place'>;
  /** Whether an element of which nothing is compared holds for everything, or for nothing. */
  readonly emptyHolds: boolean;
}

export const rulePartsOf = <Facts>(
  policy: AuthorizationPolicy,
  reader: PartReader<Facts>,
): readonly RulePart<Facts>[] => policy.rules.map((rule, index) => rulePart(rule, policy, index, reader));

function rulePart<Facts>(
  rule: AuthorizationRule,
  policy: AuthorizationPolicy,
  index: number,
  reader: PartReader<Facts>,
): RulePart<Facts> {
  let conditions = 0;
  const clauses = rule.clauses.map((clause) => {
    const first = clause.part === 'when' ? conditions++ : 0;
    return alternativeParts(clause, ['spec', 'rules', index, clause.part], first, policy, reader);
  });
  return { policy, index, clauses };
}

function alternativeParts<Facts>(
  { alternatives }: Clause,
  path: FieldPath,
  first: number,
  policy: AuthorizationPolicy,
  reader: PartReader<Facts>,
): readonly AlternativePart<Facts>[] {
  return alternatives.map((fields, position) => {
    const parts = fields.map((field) => ({
      field,
      ...reader.partOf(field, policy),
      place: placeOf(policy.manifest, field.path),
    }));
    return {
      fields: parts,
      isAlive: reader.emptyHolds || parts.some(({ state }) => state === 'TOLD'),
      place: placeOf(policy.manifest, [...path, first + position]),
    };
  });
}

/** A place that is looked up once: that means scanning the text of the object. */
export function placeOf(manifest: Manifest, path: FieldPath): () => Fact {
  let fact: Fact | null = null;
  return () => (fact ??= factAt(manifest, path, ''));
}
