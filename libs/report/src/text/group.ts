import type { Analysis, Finding, ObjectRef, Severity, Verdict } from '@waymark/engine';

/** All that is said about one object. */
export interface ObjectGroup {
  readonly object: ObjectRef;
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

const SEVERITY_ORDER: readonly Severity[] = ['error', 'warning', 'info'];
const rank = (severity: Severity) => SEVERITY_ORDER.indexOf(severity);

/** One group for each object that has a finding or a verdict, the most harmful first, else in the order of the analysis. */
export function groupByObject({ findings, verdicts }: Analysis): ObjectGroup[] {
  const groups = new Map<string, { object: ObjectRef; findings: Finding[]; verdicts: Verdict[] }>();
  const groupOf = (object: ObjectRef) => {
    const key = JSON.stringify([object.kind, object.namespace, object.name]);
    const group = groups.get(key) ?? { object, findings: [], verdicts: [] };
    groups.set(key, group);
    return group;
  };
  for (const finding of findings) groupOf(finding.object).findings.push(finding);
  for (const verdict of verdicts) groupOf(verdict.policy).verdicts.push(verdict);
  for (const group of groups.values()) group.findings.sort((a, b) => rank(a.severity) - rank(b.severity));
  return [...groups.values()].sort((a, b) => harm(a) - harm(b));
}

const harm = ({ findings }: ObjectGroup): number =>
  findings.length === 0 ? SEVERITY_ORDER.length : Math.min(...findings.map(({ severity }) => rank(severity)));
