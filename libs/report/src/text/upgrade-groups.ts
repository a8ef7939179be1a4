import type { ObjectRef, PathClass, UpgradeComparison } from '@waymark/engine';

type VerdictChange = UpgradeComparison['verdictChanges'][number];
export type FindingChange = UpgradeComparison['findingChanges'][number];

/** Changes of one policy that are the same for different classes of traffic become one. */
export interface JoinedChange {
  readonly change: VerdictChange;
  readonly pathClasses: PathClass[];
}

/** All that changes about one object. */
export interface ChangeGroup {
  readonly object: ObjectRef;
  readonly verdicts: readonly JoinedChange[];
  readonly findings: readonly FindingChange[];
}

/** One group for each object of which a verdict or a finding changes, those with verdicts first. */
export function changesByObject({ verdictChanges, findingChanges }: UpgradeComparison): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup & { verdicts: JoinedChange[]; findings: FindingChange[] }>();
  const groupOf = (object: ObjectRef) => {
    const key = JSON.stringify([object.kind, object.namespace, object.name]);
    const group = groups.get(key) ?? { object, verdicts: [], findings: [] };
    groups.set(key, group);
    return group;
  };
  for (const change of verdictChanges) join(groupOf(change.policy).verdicts, change);
  for (const change of findingChanges) groupOf(change.finding.object).findings.push(change);
  return [...groups.values()];
}

function join(joined: JoinedChange[], change: VerdictChange): void {
  const { pathClass } = change;
  const same = joined.find((other) => sentenceOf(other.change) === sentenceOf(change));
  if (same === undefined) joined.push({ change, pathClasses: pathClass === null ? [] : [pathClass] });
  else if (pathClass !== null) same.pathClasses.push(pathClass);
}

/** All that a person reads of a change, but for its class of traffic and its reasons. */
const sentenceOf = ({ targets, before, after, because }: VerdictChange): string =>
  JSON.stringify([targets, because, ...[before, after].map((outcomes) => outcomes.map(withoutEvidence))]);

const withoutEvidence = ({ enforcer, effect, rules }: VerdictChange['before'][number]) => [enforcer, effect, rules];
