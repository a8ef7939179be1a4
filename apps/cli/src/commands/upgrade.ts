import { compareUpgrade, type UpgradeComparison } from '@waymark/engine';
import { upgradeJsonReport, upgradeReport } from '@waymark/report';
import { EXIT, type ExitCode } from '../exit-code.js';
import { isBroken, noteBroken, readObjects } from '../input/read-objects.js';
import { Progress, reportWidth, wantsColour, writeData, writeNote } from '../terminal.js';
import { isAtLeast, type CheckFlags } from './check.js';

/** Writes what changes its meaning for the manifests of one cluster when Istio goes from one version to another. */
export async function checkUpgrade(
  paths: readonly string[],
  { output, failOn, all }: CheckFlags,
  from: string,
  to: string,
): Promise<ExitCode> {
  const progress = new Progress();
  const read = readObjects(paths, progress);
  progress.show(`Judging ${read.manifests.length} objects by Istio ${from} and ${to}`);
  const comparison = compareUpgrade(read, from, to);
  progress.clear();
  const exitCode = exitCodeOf(comparison, failOn);
  process.exitCode = exitCode; // stands already when the reader of the report goes away early
  const colour = wantsColour(process.stdout, process.env);
  await writeData(
    output === 'json'
      ? upgradeJsonReport(comparison)
      : upgradeReport(comparison, { all, columns: reportWidth(), colour }),
  );
  if (output === 'json' && comparison.from === comparison.to)
    writeNote(`Both versions are ${from}, so nothing can change.`);
  noteBroken(comparison.skipped);
  return exitCode;
}

/** A verdict that changes may open or cut off traffic, so it fails whatever the severity that is asked for. */
function exitCodeOf(comparison: UpgradeComparison, failOn: CheckFlags['failOn']): ExitCode {
  if (failOn === 'never') return EXIT.PASS;
  const { verdictChanges, findingChanges, objectChanges, skipped } = comparison;
  const appears = findingChanges.some(
    ({ change, finding }) => change === 'APPEARS' && isAtLeast(failOn, finding.severity),
  );
  if (appears || verdictChanges.length + objectChanges.length > 0) return EXIT.FINDINGS;
  return skipped.some(isBroken) ? EXIT.INCOMPLETE : EXIT.PASS;
}
