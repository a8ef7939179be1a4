import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stateFolder } from './places.mjs';

/** Whether these projects were built from exactly the sources that are there now. */
export function isBuilt(projects) {
  if (projects.length === 0) return true;
  const stamp = stampOf(projects);
  return (
    existsSync(stamp) &&
    withDependencies(projects).every((folder) =>
      ['dist', '.next'].some((output) => existsSync(join(folder, output))),
    ) &&
    readFileSync(stamp, 'utf8') === sourcesDigest(projects)
  );
}

/** To be called after a build that succeeded. */
export function rememberBuilt(projects) {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(stampOf(projects), sourcesDigest(projects));
}

const stampOf = (projects) => join(stateFolder, `built-${[...projects].sort().join('+').replaceAll(/[@/]/g, '')}`);

/** Names and contents of all that a build of these projects reads: a generator writes the same again, git gives new times. */
function sourcesDigest(projects) {
  const digest = createHash('sha256');
  for (const folder of [...withDependencies(projects), join(root, 'prisma')]) addFolder(digest, folder);
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) addFile(digest, join(root, file));
  return digest.digest('hex');
}

// What builds and tests write, and what no build reads: none of it makes a build older.
const notSources = new Set([
  'node_modules',
  'dist',
  '.next',
  'generated',
  'test',
  'test-results',
  'testdata',
  'cases',
  'next-env.d.ts',
]);

function addFolder(digest, folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (notSources.has(entry.name) || /\.(spec\.tsx?|tsbuildinfo)$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(digest, path);
    else addFile(digest, path);
  }
}

function addFile(digest, path) {
  digest.update(`${path}\0`).update(readFileSync(path)).update('\0');
}

/** The folders of these projects and of every project that they depend on, each once. */
function withDependencies(projects) {
  const known = new Map(
    ['apps', 'libs'].flatMap((group) =>
      readdirSync(join(root, group)).map((name) => {
        const folder = join(root, group, name);
        const { name: project, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        return [project, { folder, dependencies: Object.keys(dependencies) }];
      }),
    ),
  );
  const found = new Set();
  const visit = (project) => {
    const entry = known.get(project);
    if (!entry || found.has(entry.folder)) return;
    found.add(entry.folder);
    entry.dependencies.forEach(visit);
  };
  projects.forEach(visit);
  return [...found];
}
