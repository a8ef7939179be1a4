import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../places.mjs';

/** The digest of every file that git does not ignore, committed or not. */
export function workingTree() {
  const { status, stdout, stderr } = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`git cannot list the files: ${stderr}`);
  const files = new Set(stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file))));
  return new Map(
    [...files].filter((file) => statSync(join(root, file)).isFile()).map((file) => [file, digestOf(file)]),
  );
}

const digestOf = (file) =>
  createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex');

/** Files that are new, gone or different. */
export function changedBetween(before, after) {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file) !== after.get(file)).sort();
}
