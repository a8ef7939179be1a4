// Writes every generated file of the repository again. CI runs it and fails when `git status` then shows a change.
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readCaseFiles } from '../libs/engine/src/testing/read-check-cases.mjs';
import { writeExampleFleet } from './example-fleet/index.mjs';

const root = new URL('..', import.meta.url).pathname;
const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');

/** A page for each check, with its cases as examples. */
async function writeCheckDocs(folder) {
  const { catalogue } = await import('../libs/engine/dist/index.js');
  const { caseOf, checkDocs } = await import('../libs/engine/dist/testing/index.js');
  const casesOf = (id) => readCaseFiles(id).map(([name, text]) => caseOf(name, text));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [page, text] of checkDocs(catalogue, casesOf)) await writeFile(folder + page, text);
}

// These import what is built below, so they are loaded when their turn comes.
async function writeCheckOutputSchema(path) {
  const contract = await import('../libs/contract/tools/check-output.mjs');
  await contract.writeCheckOutputSchema(path);
}

async function writeGraphqlSchema(path) {
  const api = await import('../apps/api/tools/schema.mjs');
  await api.writeGraphqlSchema(path);
}

/** One line for each thing that is generated: what it is, and how. */
const generators = [
  ['apps/api/schema.graphql', () => writeGraphqlSchema(`${root}apps/api/schema.graphql`)],
  ['examples/fleet', () => writeExampleFleet(`${root}examples/fleet`)],
  ['docs/schema/check-output.schema.json', () => writeCheckOutputSchema(`${root}docs/schema/check-output.schema.json`)],
  ['docs/checks', () => writeCheckDocs(`${root}docs/checks/`)],
];

// The API builds on all the libraries.
execFileSync(process.execPath, [nx, 'build', '@waymark/api'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
});
for (const [what, generate] of generators) {
  await generate();
  console.log(`generated ${what}`);
}
