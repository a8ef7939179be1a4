import { analyze, readManifests, type Analysis, type Severity, type Skipped } from '@waymark/engine';
import { jsonReport, textReport } from '@waymark/report';
import { EXIT, usageError, type ExitCode } from '../exit-code.js';
import { inputFiles, nameOf } from '../input/input-files.js';
import { manifestPaths, STANDARD_INPUT } from '../input/manifest-paths.js';
import { Progress, wantsColour, writeData, writeNote } from '../terminal.js';

export interface CheckFlags {
  readonly output: 'text' | 'json';
  readonly failOn: Severity | 'never';
  readonly all: boolean;
  readonly istioVersion?: string | undefined;
}

const WIDEST_REPORT = 100;

/** Analyses the manifests of one cluster without a server and writes the report to standard output. */
export async function check(paths: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const analysis = analysisOf(paths, flags);
  const exitCode = exitCodeOf(analysis, flags.failOn);
  process.exitCode = exitCode; // stands already when the reader of the report goes away early
  await writeData(flags.output === 'json' ? jsonReport(analysis) : textReport(analysis, textOptions(flags.all)));
  const broken = analysis.skipped.filter(isBroken);
  if (broken.length > 0) {
    writeNote(`${broken.length} part(s) of the input could not be read, so this report is incomplete:`);
    for (const { file, line, message } of broken.slice(0, 5)) writeNote(`  ${file}:${line}: ${message}`);
  }
  return exitCode;
}

function analysisOf(paths: readonly string[], { istioVersion }: CheckFlags): Analysis {
  const files = manifestPaths(paths);
  if (files.includes(STANDARD_INPUT) && process.stdin.isTTY)
    writeNote('Reading manifests from the terminal; end with Ctrl-D.');
  const progress = new Progress();
  let count = 0;
  const read = readManifests(
    inputFiles(files, (path) => progress.show(`Reading ${nameOf(path)} (${(count += 1)} of ${files.length})`)),
  );
  if (read.manifests.length === 0) {
    progress.clear();
    throw usageError(nothingIn(files, read.skipped));
  }
  progress.show(`Analysing ${read.manifests.length} objects`);
  const analysis = analyze(read, istioVersion === undefined ? {} : { istioVersion });
  progress.clear();
  return analysis;
}

function nothingIn(files: readonly string[], skipped: readonly Skipped[]): string {
  const where = files.length === 1 ? nameOf(files[0] ?? '') : `these ${files.length} files`;
  const reasons = skipped.slice(0, 5).map(({ file, line, message }) => `  ${file}:${line}: ${message}`);
  return [`There is no Kubernetes object to check in ${where}.`, ...reasons].join('\n');
}

function textOptions(all: boolean) {
  const columns = Math.min(process.stdout.columns ?? WIDEST_REPORT, WIDEST_REPORT);
  return { all, columns, colour: wantsColour(process.stdout, process.env) };
}

const AT_LEAST: Readonly<Record<CheckFlags['failOn'], readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
};

function exitCodeOf({ findings, skipped }: Analysis, failOn: CheckFlags['failOn']): ExitCode {
  if (findings.some(({ severity }) => AT_LEAST[failOn].includes(severity))) return EXIT.FINDINGS;
  return failOn !== 'never' && skipped.some(isBroken) ? EXIT.INCOMPLETE : EXIT.PASS;
}

/** Text that was meant to be a manifest and could not be read, other than objects that are read and left out. */
const BROKEN: ReadonlySet<Skipped['reason']> = new Set([
  'SYNTAX',
  'DUPLICATE_KEY',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'DOCUMENT_TOO_LARGE',
  'TOO_MANY_OBJECTS',
  'INVALID_ENCODING',
  'DAMAGED_ARCHIVE',
]);
const isBroken = ({ reason }: Skipped) => BROKEN.has(reason);
