import type { Analysis, Verdict } from '../analysis.js';
import type { ObjectRef } from '../manifest/manifest.js';
import type { ClusterModel } from '../model/model.js';
import { comparablesOf, type Comparable } from './comparables.js';
import { denyAlls } from './deny-alls.js';
import { extensionsOf, type Extension } from './extensions.js';
import { failOpens } from './fail-opens.js';
import { keyOf, type DenyAll, type FailOpen } from './risk.js';

/** What a fleet asks about a cluster beside its verdicts and findings, so that it need not be computed at each question. */
export interface FleetFacts {
  readonly comparables: readonly Comparable[];
  readonly denyAlls: readonly DenyAll[];
  readonly failOpens: readonly FailOpen[];
  readonly extensions: readonly Extension[];
}

/** Pure, and deterministic as the model is. Costs nothing unless it is asked for: `analyze` does not. */
export function fleetFacts(
  model: ClusterModel,
  { verdicts, findings, suppressedFindings }: Pick<Analysis, 'verdicts' | 'findings' | 'suppressedFindings'>,
): FleetFacts {
  const verdictsByPolicy = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const key = keyOf(verdict.policy);
    const known = verdictsByPolicy.get(key);
    if (known === undefined) verdictsByPolicy.set(key, [verdict]);
    else known.push(verdict);
  }
  const verdictsOf = (policy: ObjectRef): readonly Verdict[] => verdictsByPolicy.get(keyOf(policy)) ?? [];
  // A finding that is suppressed is still so.
  const risks = { model, findings: [...findings, ...suppressedFindings], verdictsOf };
  return {
    comparables: comparablesOf(model, verdictsOf),
    denyAlls: denyAlls(risks),
    failOpens: failOpens(risks),
    extensions: extensionsOf(model, verdictsOf),
  };
}
