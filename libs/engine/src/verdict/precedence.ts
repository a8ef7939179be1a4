import type { Effect } from '../analysis.js';

/**
 * Several effects can hold for one policy at one enforcer, for one path class and target. The first of this list is the
 * verdict; the evidence may tell the others.
 *
 * | rank | effects | because |
 * | --- | --- | --- |
 * | 1 | TARGET_NOT_FOUND, NOT_ATTACHED, TARGET_NOT_BOUND, NOT_SENT_*, BYPASSED | nothing is evaluated at all |
 * | 2 | DRY_RUN_LOGGED | evaluated, without any consequence |
 * | 3 | DENY_NO_EFFECT, ALLOW_WIDENED, DENY_PARTIAL | what is evaluated lets through more than was written |
 * | 4 | ALLOW_DENIES_ALL, DENY_WIDENED, ALLOW_RULES_DROPPED | … or refuses more |
 * | 5 | WRONG_PORT_SPACE | the rules are whole, but compare another number: they are dead for everybody |
 * | 6 | WRONG_IDENTITY, NO_IDENTITY | the rules are whole, but see somebody else: it depends on the client |
 * | 7 | AS_WRITTEN | |
 */
const PRECEDENCE: readonly Effect[] = [
  'TARGET_NOT_FOUND',
  'NOT_ATTACHED',
  'TARGET_NOT_BOUND',
  'NOT_SENT_DRY_RUN',
  'NOT_SENT_UNSUPPORTED_ACTION',
  'BYPASSED',
  'DRY_RUN_LOGGED',
  'DENY_NO_EFFECT',
  'ALLOW_WIDENED',
  'DENY_PARTIAL',
  'ALLOW_DENIES_ALL',
  'DENY_WIDENED',
  'ALLOW_RULES_DROPPED',
  'WRONG_PORT_SPACE',
  'WRONG_IDENTITY',
  'NO_IDENTITY',
  'AS_WRITTEN',
];

const RANKS = new Map(PRECEDENCE.map((effect, rank) => [effect, rank]));

/** Lower is decided first. */
export const rankOf = (effect: Effect): number => RANKS.get(effect) ?? PRECEDENCE.length;
