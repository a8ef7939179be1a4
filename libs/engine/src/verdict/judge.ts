import type { Verdict } from '../analysis.js';
import { PATH_CLASSES, ENFORCER_TYPES } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import { refOf } from '../model/evidence.js';
import type { ClusterModel } from '../model/model.js';
import { compareText } from '../model/order.js';
import type { Policy } from '../model/policy.js';
import { authorizationBySelector } from './authorization-by-selector.js';
import { Context } from './context.js';
import type { Draft } from './draft.js';
import { compareRefs } from './targets.js';

/**
 * Every policy of the model to its verdicts, sorted by policy, enforcer and path class. A policy that nobody evaluates
 * has exactly one.
 */
export function judge(model: ClusterModel): Verdict[] {
  const context = new Context(model);
  const judged = model.policies.map((policy) => ({ ref: refOf(policy), drafts: draftsOf(policy, context) }));
  return judged.sort((a, b) => compareRefs(a.ref, b.ref)).flatMap(({ ref, drafts }) => verdictsOf(ref, drafts));
}

function draftsOf(policy: Policy, context: Context): Draft[] {
  switch (policy.kind) {
    case 'AuthorizationPolicy':
      return authorizationBySelector(policy, context);
    default:
      return [];
  }
}

const verdictsOf = (policy: ObjectRef, drafts: readonly Draft[]): Verdict[] =>
  [...drafts].sort(compareDrafts).map((draft) => ({ policy, ...draft }));

const compareDrafts = (a: Draft, b: Draft): number =>
  ENFORCER_TYPES.indexOf(a.enforcer.type) - ENFORCER_TYPES.indexOf(b.enforcer.type) ||
  compareText(a.enforcer.namespace, b.enforcer.namespace) ||
  compareText(a.enforcer.name, b.enforcer.name) ||
  pathRank(a) - pathRank(b) ||
  compareText(a.effect, b.effect);

const pathRank = ({ pathClass }: Draft): number => (pathClass === null ? -1 : PATH_CLASSES.indexOf(pathClass));
