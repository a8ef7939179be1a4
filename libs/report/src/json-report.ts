import type { Analysis } from '@waymark/engine';

/**
 * The analysis as JSON, in pieces: a large one never stands in memory as one string. Each verdict, finding and skipped
 * object has a line of its own, so that two reports can be compared line by line.
 */
export function* jsonReport(analysis: Analysis): Generator<string> {
  const { schemaVersion, engineVersion, istioVersion, summary, verdicts, findings, ...more } = analysis;
  const { suppressedFindings, skipped, ...about } = more;
  const lists = { verdicts, findings, suppressedFindings, skipped };
  const members = { schemaVersion, engineVersion, istioVersion, ...about, summary, ...lists };
  let separator = '{\n';
  for (const [name, value] of Object.entries(members)) {
    yield `${separator}${JSON.stringify(name)}: `;
    if (Array.isArray(value)) yield* arrayLines(value);
    else yield JSON.stringify(value);
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
