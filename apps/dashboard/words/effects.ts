import type { Effect } from '../api/generated/graphql';

/** What the effects come to, roughly: the colours and the order of every bar and legend. */
export const FAMILIES = [
  'no-effect',
  'wider',
  'stricter',
  'misread',
  'not-attached',
  'not-crossed',
  'as-written',
] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_LABELS: Record<Family, string> = {
  'no-effect': 'No effect',
  wider: 'Wider than written',
  stricter: 'Stricter than written',
  misread: 'Compares other values',
  'not-attached': 'Not attached',
  'not-crossed': 'Not on the way',
  'as-written': 'As written',
};

export interface EffectWords {
  /** Finishes the sentence "this policy …". */
  readonly label: string;
  readonly explanation: string;
  readonly family: Family;
}

/** The effects in plain words. Most harmful family first, as everywhere. */
export const EFFECT_WORDS: Record<Effect, EffectWords> = {
  DENY_NO_EFFECT: {
    label: 'does nothing (fails open)',
    explanation: 'The DENY can never match at this enforcer, so the traffic it should stop passes.',
    family: 'no-effect',
  },
  NOT_SENT_UNSUPPORTED_ACTION: {
    label: 'is not sent: action unsupported',
    explanation: 'This enforcer does not know AUDIT and CUSTOM, so it never receives the policy.',
    family: 'no-effect',
  },
  NOT_SENT_DRY_RUN: {
    label: 'is not sent: dry run',
    explanation: 'The policy is marked as a dry run, and this enforcer does not receive dry runs.',
    family: 'no-effect',
  },
  DRY_RUN_LOGGED: {
    label: 'is only logged (dry run)',
    explanation: 'The policy is evaluated and its result logged. It neither allows nor denies.',
    family: 'no-effect',
  },
  DENY_PARTIAL: {
    label: 'denies only part',
    explanation: 'Some of the rules or alternatives of this DENY work, others can never match.',
    family: 'wider',
  },
  ALLOW_WIDENED: {
    label: 'allows more than written',
    explanation: 'An ALLOW rule lost one of its conditions and admits more traffic than was written.',
    family: 'wider',
  },
  ALLOW_DENIES_ALL: {
    label: 'denies everything',
    explanation:
      'No ALLOW rule is left that can match, but the policy still counts: all that no other policy allows is denied.',
    family: 'stricter',
  },
  ALLOW_RULES_DROPPED: {
    label: 'allows less than written',
    explanation: 'Some ALLOW rules need HTTP and were dropped here. What only they allow is denied.',
    family: 'stricter',
  },
  DENY_WIDENED: {
    label: 'denies more than written',
    explanation: 'A DENY rule lost its HTTP conditions here and stops more traffic than was written.',
    family: 'stricter',
  },
  WRONG_IDENTITY: {
    label: 'sees the wrong caller',
    explanation: 'The caller that is compared is the waypoint or the gateway, not the client behind it.',
    family: 'misread',
  },
  WRONG_PORT_SPACE: {
    label: 'compares the wrong port',
    explanation: 'Service ports are compared with pod ports, or the other way round.',
    family: 'misread',
  },
  NO_IDENTITY: {
    label: 'sees no caller',
    explanation: 'The traffic is plain text: rules about who calls cannot match, rules about who does not call match.',
    family: 'misread',
  },
  TARGET_NOT_FOUND: {
    label: 'names a target that is missing',
    explanation: 'A targetRef names an object that is not in the cluster.',
    family: 'not-attached',
  },
  TARGET_NOT_BOUND: {
    label: 'names a target without a waypoint',
    explanation: 'The target exists, but no waypoint serves it, so nobody evaluates the policy.',
    family: 'not-attached',
  },
  NOT_ATTACHED: {
    label: 'does not attach here',
    explanation: 'The way the policy is attached does not select this enforcer.',
    family: 'not-attached',
  },
  BYPASSED: {
    label: 'is bypassed',
    explanation:
      'An enforcer exists, but traffic that comes this way does not cross it. Harmless where ztunnel admits the waypoint alone.',
    family: 'not-crossed',
  },
  AS_WRITTEN: {
    label: 'works as written',
    explanation: 'Every rule is enforced with the meaning it was written with.',
    family: 'as-written',
  },
};

/** All effects, in the order of legends. */
export const EFFECTS = Object.keys(EFFECT_WORDS) as Effect[];
