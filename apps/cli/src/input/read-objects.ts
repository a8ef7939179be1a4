import { readManifests, type ReadResult, type Skipped } from '@waymark/engine';
import { printable } from '@waymark/report';
import { usageError } from '../exit-code.js';
import { writeNote, type Progress } from '../terminal.js';
import { inputFiles, nameOf } from './input-files.js';
import { manifestPaths, STANDARD_INPUT } from './manifest-paths.js';

/** Reads the manifests of one cluster. @throws {CommandError} when there is none. */
export function readObjects(paths: readonly string[], progress: Progress): ReadResult {
  const files = manifestPaths(paths);
  if (files.includes(STANDARD_INPUT) && process.stdin.isTTY)
    writeNote('Reading manifests from the terminal; end with Ctrl-D.');
  let count = 0;
  const read = readManifests(
    inputFiles(files, (path) => progress.show(`Reading ${nameOf(path)} (${(count += 1)} of ${files.length})`)),
  );
  if (read.manifests.length > 0) return read;
  progress.clear();
  throw usageError(nothingIn(files, read.skipped));
}

function nothingIn(files: readonly string[], skipped: readonly Skipped[]): string {
  const where = files.length === 1 ? nameOf(files[0] ?? '') : `these ${files.length} files`;
  const reasons = skipped.slice(0, 5).map(({ file, line, message }) => printable(`  ${file}:${line}: ${message}`));
  return [`There is no Kubernetes object to check in ${where}.`, ...reasons].join('\n');
}

/** Says on standard error what takes no part though it should, because the report is incomplete without it. */
export function noteBroken(skipped: readonly Skipped[]): void {
  const broken = skipped.filter(isBroken);
  if (broken.length === 0) return;
  writeNote(
    `${broken.length} part(s) of the input could not be read or would be refused, so this report is incomplete:`,
  );
  for (const { file, line, message } of broken.slice(0, 5)) writeNote(printable(`  ${file}:${line}: ${message}`));
}

/** What was meant to be a manifest, and could not be read or would be refused by a cluster. */
const BROKEN: ReadonlySet<Skipped['reason']> = new Set([
  'SYNTAX',
  'DUPLICATE_KEY',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'DOCUMENT_TOO_LARGE',
  'TOO_MANY_OBJECTS',
  'INVALID_ENCODING',
  'DAMAGED_ARCHIVE',
  'INVALID_OBJECT',
]);
export const isBroken = ({ reason }: Skipped) => BROKEN.has(reason);
