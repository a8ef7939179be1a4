import type { RuleField } from '../../authorization/rule-fields.js';
import { defineCheck } from '../define-check.js';
import { reportDeadValues } from '../rule-values.js';

export const claimNeverMatches = defineCheck({
  id: 'claim-never-matches',
  severity: 'warning',
  title: 'A condition on a claim that Istio cannot compare',
  why: 'Istio compares claims that are strings, or lists of strings, and splits strings at spaces. Numbers and booleans never match, so a condition on a claim that is one by its definition matches no token; nor does a value that contains a space.',
  fix: 'Ask for a claim that is a string, or have the issuer write one. Of a claim with several words (`scope`) write one word.',
  source:
    'istio pilot/pkg/security/authz/model/generator.go requestClaimGenerator; envoy jwt_authn; confirmed by running (semantics 14.22)',

  run({ index }, report) {
    reportDeadValues(index, ['when.request.auth.claims'], deadBecause, report);
  },
});

/** Claims that are numbers or booleans by RFC 7519 4.1 and OpenID Connect Core 5.1. */
const NO_TEXT = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at', 'email_verified', 'phone_number_verified']);

function deadBecause(value: string, { name }: RuleField): string | null {
  const claim = /\[([^\]]+)\]$/.exec(name)?.[1] ?? '';
  if (NO_TEXT.has(claim)) return `but the claim ${claim} is no text, and Istio compares texts only`;
  return value.trim().includes(' ') ? 'but claims are split at spaces before they are compared' : null;
}
