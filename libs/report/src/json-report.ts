import type { Analysis, UpgradeComparison } from '@waymark/engine';

/**
 * The analysis as JSON, in pieces: a large one never stands in memory as one string. Each verdict, finding and skipped
 * object has a line of its own, so that two reports can be compared line by line.
 */
export function jsonReport(analysis: Analysis): Generator<string> {
  const { schemaVersion, engineVersion, istioVersion, summary, verdicts, findings, ...more } = analysis;
  const { suppressedFindings, skipped, ...about } = more;
  const lists = { verdicts, findings, suppressedFindings, skipped };
  return members({ schemaVersion, engineVersion, istioVersion, ...about, summary, ...lists });
}

/** A comparison in the same form. */
export const upgradeJsonReport = (comparison: UpgradeComparison): Generator<string> => members({ ...comparison });

function* members(value: Readonly<Record<string, unknown>>): Generator<string> {
  let separator = '{\n';
  for (const [name, member] of Object.entries(value)) {
    yield `${separator}${JSON.stringify(name)}: `;
    if (Array.isArray(member)) yield* arrayLines(member);
    else yield JSON.stringify(member);
    separator = ',\n';
  }
  yield '\n}\n';
}

function* arrayLines(items: readonly unknown[]): Generator<string> {
  let separator = '[\n';
  for (const item of items) {
    yield `${separator}  ${JSON.stringify(item)}`;
    separator = ',\n';
  }
  yield items.length === 0 ? '[]' : '\n]';
}
