import type { Effect, Fact } from '../analysis.js';
import type { RuleOutcome } from '../authorization/outcome.js';
import type { RuleField } from '../authorization/rule-fields.js';
import type { FieldPath, ObjectRef } from '../manifest/manifest.js';
import type { AuthorizationPolicy } from '../model/policy.js';
import { ztunnelOutcome } from '../ztunnel/effect.js';
import { ztunnelField } from '../ztunnel/fields.js';
import type { CheckIndex } from './check-index.js';
import type { CheckInput } from './define-check.js';
import { listed } from './say.js';

/**
 * What kind of field ztunnel lost: HTTP in `from` and `to`, only keys of `when`, only keys that ztunnel would know as
 * fields of `from.source`, or trust domains that istiod forgets.
 */
export type LossCause = 'HTTP' | 'WHEN_KEY' | 'WHEN_KEY_WITH_TWIN' | 'TRUST_DOMAIN';

/** An AuthorizationPolicy that ztunnel evaluates without some of its fields. */
export interface Loss {
  readonly policy: AuthorizationPolicy;
  readonly effect: Effect;
  readonly cause: LossCause;
  readonly rules: readonly RuleOutcome[];
  /** The first field that is lost. */
  readonly field: FieldPath;
  /** Names of the lost fields, for a sentence. */
  readonly lost: string;
  readonly affected: readonly ObjectRef[];
  readonly evidence: readonly Fact[];
}

/** Every policy that loses something at ztunnel, with one cause each. */
export const lossesAtZtunnel = ({ index }: CheckInput): readonly Loss[] => index.once(findLosses);

const findLosses = (index: CheckIndex): readonly Loss[] =>
  index.authorizationPolicies.flatMap((policy) => lossOf(index, policy));

function lossOf(index: CheckIndex, policy: AuthorizationPolicy): Loss[] {
  const verdicts = index.verdictsOf(policy, 'ZTUNNEL');
  if (verdicts.length === 0 || index.fieldsOf(policy).every((field) => ztunnelField(field) === 'L4')) return [];
  const { effect, rules } = ztunnelOutcome(policy);
  const told = verdicts.filter((verdict) => verdict.effect === effect);
  const culprits = rules.flatMap((rule) => rule.culprits);
  const cause = causeOf(culprits);
  const [first] = culprits;
  if (effect === 'AS_WRITTEN' || told.length === 0 || cause === null || first === undefined) return [];
  return [
    {
      policy,
      effect,
      cause,
      rules,
      field: first.path,
      lost: listed(culprits.map(spoken)),
      affected: told.flatMap(({ targets }) => targets),
      evidence: told[0]?.evidence ?? [],
    },
  ];
}

const isWhen = ({ path }: RuleField) => path[3] === 'when';
const spoken = ({ name }: RuleField) => name.replace(/^when\./, '');

function causeOf(culprits: readonly RuleField[]): LossCause | null {
  if (culprits.some((field) => ztunnelField(field) === 'UNNOTICED')) return 'TRUST_DOMAIN';
  const http = culprits.filter((field) => ztunnelField(field) === 'L7');
  if (http.length === 0) return null;
  if (!http.every(isWhen)) return 'HTTP';
  return http.every(({ name }) => WITH_TWIN.has(name)) ? 'WHEN_KEY_WITH_TWIN' : 'WHEN_KEY';
}

const WITH_TWIN: ReadonlySet<string> = new Set(['when.source.serviceAccount', 'when.source.trustDomain']);
