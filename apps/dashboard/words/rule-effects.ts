import type { RuleEffectKind } from '../api/generated/graphql';
import type { Family } from './effects';

export const RULE_EFFECT_WORDS: Record<RuleEffectKind, { label: string; explanation: string; family: Family }> = {
  AS_WRITTEN: {
    label: 'as written',
    explanation: 'Enforced with the meaning it was written with.',
    family: 'as-written',
  },
  DROPPED: { label: 'dropped', explanation: 'Left out at this enforcer, as if it were not there.', family: 'stricter' },
  DEAD: { label: 'never matches', explanation: 'Kept, but no traffic can match it here.', family: 'no-effect' },
  WIDENED: { label: 'widened', explanation: 'Lost a condition: matches more than was written.', family: 'wider' },
  PARTIAL: { label: 'in part', explanation: 'Some of its alternatives work, others can never match.', family: 'wider' },
  NOT_EVALUATED: { label: 'not evaluated', explanation: 'Nobody evaluates it.', family: 'not-attached' },
};
