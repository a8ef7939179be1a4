import type { Finding, Verdict } from '../analysis.js';
import type { Policy } from '../model/policy.js';
import type { RiskInput } from './deny-alls.js';
import { uniqueRefs, type FailOpen, type FailOpenCause } from './risk.js';

/** Every policy that does not hold back what it means to, each cause once. */
export function failOpens(input: RiskInput): FailOpen[] {
  const { model, findings, verdictsOf } = input;
  const byVerdict = model.policies.flatMap((policy) => ofPolicy(policy, verdictsOf(policy)));
  return [...byVerdict, ...findings.flatMap(ofFinding)];
}

/** Policies that let pass or refuse; the others shape or report traffic. */
const HOLDS_BACK: ReadonlySet<Policy['kind']> = new Set<Policy['kind']>([
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
]);

function ofPolicy(policy: Policy, verdicts: readonly Verdict[]): FailOpen[] {
  if (!HOLDS_BACK.has(policy.kind)) return [];
  const atNobody = verdicts.filter(({ enforcer }) => enforcer.type === 'NOBODY');
  if (atNobody.length > 0 && atNobody.length === verdicts.length)
    return [failOpen(policy, 'ENFORCED_BY_NOBODY', verdicts)];
  const causes: [FailOpenCause, readonly Verdict[]][] = [
    ['DENY_DOES_NOTHING', verdicts.filter(({ effect }) => effect === 'DENY_NO_EFFECT')],
    ['ALLOW_WIDENED', verdicts.filter(({ effect }) => effect === 'ALLOW_WIDENED')],
  ];
  return causes.filter(([, found]) => found.length > 0).map(([cause, found]) => failOpen(policy, cause, found));
}

const failOpen = ({ kind, namespace, name }: Policy, cause: FailOpenCause, verdicts: readonly Verdict[]): FailOpen => ({
  policy: { kind, namespace, name },
  cause,
  covered: uniqueRefs(verdicts.flatMap(({ targets }) => targets)),
  evidence: verdicts[0]?.evidence ?? [],
});

/** What takes more than one policy to see is seen by the checks. */
const CAUSE_BY_CHECK: Readonly<Record<string, FailOpenCause>> = {
  'identity-deny-behind-waypoint': 'SELECTOR_BEHIND_WAYPOINT',
  'waypoint-can-be-bypassed': 'WAYPOINT_BYPASSED',
  'ingress-skips-waypoint': 'WAYPOINT_BYPASSED',
  'headless-service-behind-waypoint': 'WAYPOINT_BYPASSED',
};

function ofFinding({ check, object, affected, evidence }: Finding): FailOpen[] {
  const cause = Object.hasOwn(CAUSE_BY_CHECK, check) ? CAUSE_BY_CHECK[check] : undefined;
  return cause === undefined ? [] : [{ policy: object, cause, covered: uniqueRefs(affected), evidence }];
}
