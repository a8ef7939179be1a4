import type { RuleCondition } from '../decision.js';
import type { AlternativePart, FieldPart } from './rule-parts.js';

const LONGEST_VALUE = 120;
const MOST_VALUES = 5;

/** One field of a rule beside what the request brought. */
export function conditionOf<Facts>(part: FieldPart<Facts>, facts: Facts, state: RuleCondition['state']): RuleCondition {
  const { values, negative } = part.field;
  const sent = part.sent(facts);
  const fact = state === 'LOST' ? part.loss : `${wantedOf(values, negative)} wanted, ${sentOf(part.field.name, sent)}`;
  return { ...part.place(), fact, state, wanted: values, negative, sent };
}

/** An element of `from`, `to` or `when` of which nothing is compared. */
export function emptyElement<Facts>({ fields, place }: AlternativePart<Facts>): RuleCondition {
  const fact =
    fields.map(({ loss }) => loss).join(' ') || 'The element holds no condition, so it matches nothing here.';
  return { ...place(), fact, state: 'LOST', wanted: [], negative: false, sent: null };
}

/** The conditions in one sentence, each behind its field. */
export const listed = (conditions: readonly RuleCondition[]): string =>
  `${conditions.map(({ field, fact }) => `${field}: ${fact.replace(/\.$/, '')}`).join('; ')}.`;

export const clipped = (text: string): string =>
  text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;

function wantedOf(values: readonly string[], negative: boolean): string {
  const shown = values.slice(0, MOST_VALUES).map((value) => (value === '' ? '""' : clipped(value)));
  const more = values.length - shown.length;
  const some = more > 0 ? `${shown.join(', ')} or one of ${more} others` : shown.join(' or ');
  return negative ? `anything but ${some}` : some;
}

function sentOf(name: string, sent: string | null): string {
  if (sent !== null) return `${sent === '' ? '""' : clipped(sent)} sent`;
  return IDENTITY.test(name)
    ? 'no identity sent (plaintext)'
    : TOKEN.test(name)
      ? 'no such claim sent'
      : 'nothing sent';
}

const IDENTITY =
  /^(not)?(principals|namespaces|serviceAccounts|trustDomains)$|^when\.source\.(principal|namespace|serviceAccount|trustDomain)$/i;
const TOKEN = /requestPrincipals$|^when\.request\.auth\./i;
