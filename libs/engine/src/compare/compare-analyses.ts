import type { Analysis, Finding } from '../analysis.js';
import { byRef } from '../checks/run-checks.js';
import type { Skipped } from '../manifest/manifest.js';
import { compareText } from '../model/order.js';
import type { AnalysisComparison, FindingChange, ObjectChange } from './comparison.js';
import { verdictChanges } from './verdict-changes.js';

/**
 * What changes in meaning from one analysis to another: of one snapshot by two Istio versions, or of two snapshots.
 * Verdicts are told apart by policy, class of traffic and target, findings by fingerprint, objects by kind and name;
 * moved lines and other evidence for the same answer are no change.
 */
export const compareAnalyses = (before: Analysis, after: Analysis): AnalysisComparison => ({
  verdicts: verdictChanges(before.verdicts, after.verdicts),
  findings: findingChanges(before.findings, after.findings),
  objects: objectChanges(before.skipped, after.skipped),
});

export const hasChanges = ({ verdicts, findings, objects }: AnalysisComparison): boolean =>
  verdicts.length + findings.length + objects.length > 0;

function findingChanges(before: readonly Finding[], after: readonly Finding[]): FindingChange[] {
  const changes: FindingChange[] = [
    ...lacking(before, after, fingerprintOf).map((finding) => ({ change: 'GOES' as const, finding })),
    ...lacking(after, before, fingerprintOf).map((finding) => ({ change: 'APPEARS' as const, finding })),
  ];
  return changes.sort(
    (a, b) =>
      byRef(a.finding.object, b.finding.object) ||
      compareText(a.finding.check, b.finding.check) ||
      compareText(a.finding.fingerprint, b.finding.fingerprint),
  );
}

function objectChanges(before: readonly Skipped[], after: readonly Skipped[]): ObjectChange[] {
  const changes: ObjectChange[] = [
    ...lacking(before, after, skippedKey).map((skipped) => ({ change: 'BECOMES_READABLE' as const, skipped })),
    ...lacking(after, before, skippedKey).map((skipped) => ({ change: 'BECOMES_UNREADABLE' as const, skipped })),
  ];
  return changes.sort(
    (a, b) =>
      compareText(a.skipped.file, b.skipped.file) ||
      a.skipped.line - b.skipped.line ||
      compareText(a.skipped.message, b.skipped.message),
  );
}

/** Those of `items` whose key no one of `others` has. */
function lacking<Item>(items: readonly Item[], others: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Set(others.map(keyOf));
  return items.filter((item) => !known.has(keyOf(item)));
}

export const fingerprintOf = ({ fingerprint }: Finding): string => fingerprint;

/** A part of the input by what it is, else (text that is no object) by what is wrong with it in which file. */
export const skippedKey = ({ object, reason, file, message }: Skipped): string =>
  object === undefined
    ? JSON.stringify([file, reason, message])
    : JSON.stringify([object.kind, object.namespace, object.name, reason]);
