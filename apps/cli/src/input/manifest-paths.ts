import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../exit-code.js';

/** What `-` means. No argument can hold this character, so no file has this name. */
export const STANDARD_INPUT = '\0stdin';
const MANIFEST_NAME = /\.(ya?ml|json|ndjson|jsonl|tar|tgz|gz)$/i;
const NOT_MANIFESTS = new Set(['node_modules']);

/**
 * The files that are meant: a file is taken whatever its name; a directory gives all of its manifests, sorted, without
 * hidden folders and node_modules. Each file comes once, however often it is named.
 * @throws {CommandError} exit code 2: a path that does not exist or may not be read, a directory without manifests.
 */
export function manifestPaths(paths: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (path === STANDARD_INPUT) found.set(path, path);
    else if (!statOf(path).isDirectory()) found.set(realpathSync(path), path);
    else {
      const files = [...walk(path, new Set())];
      if (files.length === 0) {
        throw usageError(`${path} holds no manifests: no file in it ends in .yaml, .yml, .json, .ndjson, .tar or .gz.`);
      }
      for (const file of files) if (!found.has(realpathSync(file))) found.set(realpathSync(file), file);
    }
  }
  return [...found.values()];
}

/** Links are followed (Kubernetes mounts a ConfigMap through them); `open` keeps a circle of links from going on. */
function* walk(folder: string, open: ReadonlySet<string>): Generator<string> {
  const real = realpathSync(folder);
  if (open.has(real)) return;
  const inside = new Set([...open, real]);
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() && !name.startsWith('.') && !NOT_MANIFESTS.has(name)) yield* walk(path, inside);
    else if (stats?.isFile() && !name.startsWith('.') && MANIFEST_NAME.test(name)) yield path;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of it is not a directory',
  ELOOP: 'its links go in a circle',
  EISDIR: 'it is a directory',
};

export function unreadable(path: string, error: unknown): Error {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  return usageError(`Cannot read ${path}: ${CAUSES[code] ?? message}.`);
}
