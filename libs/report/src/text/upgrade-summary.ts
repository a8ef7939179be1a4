import type { UpgradeComparison } from '@waymark/engine';
import { printable } from './printable.js';
import { counted } from './words.js';
import { wrap } from './wrap.js';

/** The last lines: what was compared and how much changes. */
export function upgradeSummaryLines(comparison: UpgradeComparison, columns: number): string[] {
  const { from, to, ownVersion, objects, skipped } = comparison;
  const own = ownVersion === null ? 'do not tell a version' : `themselves tell Istio ${printable(ownVersion)}`;
  const left = skipped.length === 0 ? '' : ` (${counted(skipped.length, 'part')} of the input skipped by both)`;
  const lines = [
    `Read ${counted(objects, 'object')}${left}; the manifests ${own}.`,
    `From Istio ${printable(from)} to ${printable(to)}: ${changesInWords(comparison)}`,
  ];
  return lines.flatMap((line) => wrap(line, columns, ''));
}

function changesInWords({ from, to, verdictChanges, findingChanges, objectChanges }: UpgradeComparison): string {
  if (from === to) return 'both versions are the same, so nothing can change.';
  if (verdictChanges.length + findingChanges.length + objectChanges.length === 0) return 'nothing changes its meaning.';
  const policies = new Set(verdictChanges.map(({ policy }) => JSON.stringify(policy))).size;
  const appear = findingChanges.filter(({ change }) => change === 'APPEARS').length;
  const readable = objectChanges.filter(({ change }) => change === 'BECOMES_READABLE').length;
  const parts = [
    changed(verdictChanges.length, `of ${counted(policies, 'policy', 'policies')} changed`, 'verdict'),
    changed(appear, 'more', 'finding'),
    changed(findingChanges.length - appear, 'fewer', 'finding'),
    changed(readable, 'that becomes readable', 'object'),
    changed(objectChanges.length - readable, 'that is no longer readable', 'object'),
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

const changed = (count: number, how: string, one: string): string =>
  count === 0 ? '' : `${counted(count, one)} ${how}`;
