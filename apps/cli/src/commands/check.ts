import { analyze, type Analysis, type Severity } from '@waymark/engine';
import { jsonReport, textReport } from '@waymark/report';
import { EXIT, type ExitCode } from '../exit-code.js';
import { isBroken, noteBroken, readObjects } from '../input/read-objects.js';
import { Progress, reportWidth, wantsColour, writeData } from '../terminal.js';

export interface CheckFlags {
  readonly output: 'text' | 'json';
  readonly failOn: Severity | 'never';
  readonly all: boolean;
  /** None, one to judge by when the manifests do not tell, or two to compare. */
  readonly istioVersion: readonly string[];
}

/** Analyses the manifests of one cluster without a server and writes the report to standard output. */
export async function check(paths: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const analysis = analysisOf(paths, flags);
  const exitCode = exitCodeOf(analysis, flags.failOn);
  process.exitCode = exitCode; // stands already when the reader of the report goes away early
  await writeData(flags.output === 'json' ? jsonReport(analysis) : textReport(analysis, textOptions(flags.all)));
  noteBroken(analysis.skipped);
  return exitCode;
}

function analysisOf(paths: readonly string[], { istioVersion: [given] }: CheckFlags): Analysis {
  const progress = new Progress();
  const read = readObjects(paths, progress);
  progress.show(`Analysing ${read.manifests.length} objects`);
  const analysis = analyze(read, given === undefined ? {} : { istioVersion: given });
  progress.clear();
  return analysis;
}

const textOptions = (all: boolean) => ({
  all,
  columns: reportWidth(),
  colour: wantsColour(process.stdout, process.env),
});

const AT_LEAST: Readonly<Record<CheckFlags['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
};

export const isAtLeast = (failOn: CheckFlags['failOn'], severity: Severity): boolean =>
  AT_LEAST[failOn].includes(severity);

function exitCodeOf({ findings, skipped }: Analysis, failOn: CheckFlags['failOn']): ExitCode {
  if (findings.some(({ severity }) => isAtLeast(failOn, severity))) return EXIT.FINDINGS;
  return failOn !== 'never' && skipped.some(isBroken) ? EXIT.INCOMPLETE : EXIT.PASS;
}
