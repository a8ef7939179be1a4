import type { Effect, Finding, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import type { AuthorizationRule, RuleField } from '../authorization/rule-fields.js';
import type { AuthorizationPolicy, PeerAuthentication } from '../model/policy.js';
import { callersMeantBy, withoutIdentity } from './callers.js';
import { destinationKey, isEvaluated, keyOf, uniqueRefs, type DenyAll, type DenyAllCause } from './risk.js';

/** What the risks of a cluster are read from. */
export interface RiskInput {
  readonly model: ClusterModel;
  readonly findings: readonly Finding[];
  readonly verdictsOf: (policy: ObjectRef) => readonly Verdict[];
}

/** Every policy that denies all traffic to something, each cause once. */
export function denyAlls(input: RiskInput): DenyAll[] {
  const { model } = input;
  const index = indexAdmitted(input);
  const found: DenyAll[] = [];
  for (const policy of model.policies) {
    if (policy.kind === 'AuthorizationPolicy') found.push(...authorizationDenyAlls(input, index, policy));
    else if (policy.kind === 'PeerAuthentication') found.push(...strictDenyAlls(input, index, policy));
  }
  return found;
}

/** Who is admitted where, over all ALLOW policies. */
interface Admitted {
  /** Destinations to which a policy still admits somebody. */
  readonly destinations: ReadonlySet<string>;
  /** ALLOW policies that mean to admit somebody to a target, by its key. */
  readonly policiesByTarget: ReadonlyMap<string, readonly AuthorizationPolicy[]>;
}

function indexAdmitted({ model, verdictsOf }: RiskInput): Admitted {
  const destinations = new Set<string>();
  const policiesByTarget = new Map<string, AuthorizationPolicy[]>();
  for (const policy of model.policies) {
    if (policy.kind !== 'AuthorizationPolicy' || policy.action !== 'ALLOW' || policy.dryRun) continue;
    const targets = new Set<string>();
    for (const verdict of verdictsOf(policy)) {
      for (const target of verdict.targets) {
        targets.add(keyOf(target));
        if (admits(verdict)) destinations.add(destinationKey(verdict.enforcer.type, target));
      }
    }
    for (const target of targets) policiesByTarget.set(target, [...(policiesByTarget.get(target) ?? []), policy]);
  }
  return { destinations, policiesByTarget };
}

const ADMITTING: ReadonlySet<Effect> = new Set<Effect>(['AS_WRITTEN', 'ALLOW_RULES_DROPPED', 'ALLOW_WIDENED']);
// Clients without an identity and clients with a sidecar reach the same destinations.
const admits = ({ effect, pathClass, enforcer }: Verdict): boolean =>
  ADMITTING.has(effect) &&
  (pathClass === 'SERVICE_ADDRESSED' || pathClass === 'POD_ADDRESSED' || enforcer.type === 'GATEWAY');

const INTENDED: ReadonlySet<DenyAllCause> = new Set<DenyAllCause>([
  'ALLOW_NOTHING',
  'ALLOW_NEVER_MATCHES',
  'DENY_EVERYTHING',
]);

function authorizationDenyAlls(input: RiskInput, admitted: Admitted, policy: AuthorizationPolicy): DenyAll[] {
  if (policy.dryRun) return [];
  const verdictsByCause = new Map<DenyAllCause, Verdict[]>();
  for (const verdict of input.verdictsOf(policy).filter(isEvaluated)) {
    const cause = causeOf(policy, verdict);
    if (cause !== null) verdictsByCause.set(cause, [...(verdictsByCause.get(cause) ?? []), verdict]);
  }
  const blamed = causeByFinding(input.findings, policy);
  if (blamed !== null) verdictsByCause.set(blamed.cause, blamed.verdictsOf(input.verdictsOf(policy)));
  return [...verdictsByCause].map(([cause, verdicts]) => toDenyAll(input, admitted, policy, cause, verdicts));
}

function toDenyAll(
  { model }: RiskInput,
  { destinations, policiesByTarget }: Admitted,
  policy: AuthorizationPolicy,
  cause: DenyAllCause,
  verdicts: readonly Verdict[],
): DenyAll {
  // DENY and CUSTOM are decided before ALLOW, and nobody admits the waypoint: no other policy opens what these close.
  const canBeOpened = policy.action === 'ALLOW' && cause !== 'SELECTOR_BEHIND_WAYPOINT';
  const pairs = verdicts.flatMap(({ enforcer, targets }) => targets.map((target) => ({ type: enforcer.type, target })));
  const closed = pairs.filter(({ type, target }) => !canBeOpened || !destinations.has(destinationKey(type, target)));
  const cutOff = closed.map(({ target }) => target);
  const covered = uniqueRefs(pairs.map(({ target }) => target));
  const beside = canBeOpened ? [] : covered.flatMap((target) => policiesByTarget.get(keyOf(target)) ?? []);
  const callers = [policy, ...new Set(beside)].flatMap((each) => callersMeantBy(each, model));
  return {
    policy: refOf(policy),
    cause,
    intended: INTENDED.has(cause),
    covered,
    cutOff: uniqueRefs([...cutOff, ...servicesBehind(cutOff, model)]),
    callers: uniqueRefs(callers),
    evidence: verdicts[0]?.evidence ?? [],
  };
}

/** Services of which every workload is cut off. */
function servicesBehind(cutOff: readonly ObjectRef[], model: ClusterModel): ObjectRef[] {
  if (cutOff.length === 0) return [];
  const closed = new Set(cutOff.map(keyOf));
  return model.services.filter(
    ({ workloads }) => workloads.length > 0 && workloads.every(({ owner }) => closed.has(keyOf(owner))),
  );
}

function causeOf(policy: AuthorizationPolicy, { effect, rules }: Verdict): DenyAllCause | null {
  if (policy.action === 'DENY') {
    if (policy.rules.some(isEmptyRule)) return 'DENY_EVERYTHING';
    const widened = rules.some(({ index, effect: became }) => became === 'WIDENED' && hasOnlyHttp(policy.rules[index]));
    return effect === 'DENY_WIDENED' && widened ? 'HTTP_DENY_AT_LAYER_4' : null;
  }
  if (policy.action !== 'ALLOW' || effect !== 'ALLOW_DENIES_ALL') return null;
  if (policy.rules.length === 0) return 'ALLOW_NOTHING';
  return rules.some(({ effect: became }) => became === 'DROPPED') ? 'HTTP_ALLOW_AT_LAYER_4' : 'ALLOW_NEVER_MATCHES';
}

const isEmptyRule = ({ clauses }: AuthorizationRule): boolean => clauses.length === 0;

/** In every clause an alternative of which nothing is left without HTTP: no identity, no address, no port. */
const hasOnlyHttp = (rule: AuthorizationRule | undefined): boolean =>
  rule?.clauses.every(({ alternatives }) => alternatives.some((fields) => fields.every(isHttp))) ?? false;

const isHttp = ({ name }: RuleField): boolean => name.startsWith('when.request.') || HTTP_FIELDS.has(name);

const HTTP_FIELDS: ReadonlySet<string> = new Set([
  ...['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'],
  ...['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'],
]);

/** What takes more than one policy to see is seen by the checks. */
const CAUSE_BY_CHECK: Readonly<Record<string, DenyAllCause>> = {
  'identity-allow-behind-waypoint': 'SELECTOR_BEHIND_WAYPOINT',
  'custom-provider-unknown': 'CUSTOM_PROVIDER_UNKNOWN',
};

function causeByFinding(findings: readonly Finding[], policy: AuthorizationPolicy) {
  const finding = findings.find(
    ({ check, object }) => Object.hasOwn(CAUSE_BY_CHECK, check) && keyOf(object) === keyOf(policy),
  );
  const cause = finding === undefined ? undefined : CAUSE_BY_CHECK[finding.check];
  if (finding === undefined || cause === undefined) return null;
  const suffers = new Set(finding.affected.map(keyOf));
  const verdictsOf = (verdicts: readonly Verdict[]): Verdict[] =>
    verdicts
      .filter(
        (verdict) =>
          isEvaluated(verdict) && (cause !== 'SELECTOR_BEHIND_WAYPOINT' || verdict.effect === 'WRONG_IDENTITY'),
      )
      .map((verdict) => ({ ...verdict, targets: verdict.targets.filter((target) => suffers.has(keyOf(target))) }))
      .filter(({ targets }) => targets.length > 0);
  return { cause, verdictsOf };
}

/** Callers without an identity that an ALLOW policy admits, in front of STRICT mutual TLS. */
function strictDenyAlls({ model, verdictsOf }: RiskInput, admitted: Admitted, policy: PeerAuthentication): DenyAll[] {
  const isStrict = policy.mode === 'STRICT' || [...policy.portModes.values()].includes('STRICT');
  if (!isStrict) return [];
  const verdicts = verdictsOf(policy).filter(isEvaluated);
  const covered = uniqueRefs(verdicts.flatMap(({ targets }) => targets));
  const meant = covered.map((target) => ({
    target,
    callers: (admitted.policiesByTarget.get(keyOf(target)) ?? []).flatMap((each) =>
      withoutIdentity(callersMeantBy(each, model), model),
    ),
  }));
  const suffering = meant.filter(({ callers }) => callers.length > 0);
  if (suffering.length === 0) return [];
  return [
    {
      policy: refOf(policy),
      cause: 'STRICT_WITHOUT_IDENTITY',
      intended: false,
      covered: suffering.map(({ target }) => target),
      cutOff: [],
      callers: uniqueRefs(suffering.flatMap(({ callers }) => callers)),
      evidence: verdicts[0]?.evidence ?? [],
    },
  ];
}

const refOf = ({ kind, namespace, name }: ObjectRef): ObjectRef => ({ kind, namespace, name });
