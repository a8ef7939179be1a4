// Writes every generated file of the repository again. CI runs it and fails when `git status` then shows a change.
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readCaseFiles } from './check-cases.mjs';
import { writeExampleFleet } from './example-fleet/index.mjs';

const root = new URL('..', import.meta.url).pathname;
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** A page for each check, with its cases as examples. */
async function writeCheckDocs(folder) {
  const { catalogue } = await import('../libs/engine/dist/index.js');
  const { caseOf, checkDocs } = await import('../libs/engine/dist/testing/index.js');
  const casesOf = (id) => readCaseFiles(id).map(([name, text]) => caseOf(name, text));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [page, text] of checkDocs(catalogue, casesOf)) await writeFile(folder + page, text);
}

async function writeCheckOutputSchema(path) {
  const contract = await import('../libs/contract/tools/check-output.mjs');
  await contract.writeCheckOutputSchema(path);
}

/** One line for each thing that is generated: what it is, and how. What they import is built first. */
const generators = [
  ['apps/api/schema.graphql', () => writeGraphqlSchema(`${root}apps/api/schema.graphql`)],
  ['examples/fleet', () => writeExampleFleet(`${root}examples/fleet`)],
  ['docs/schema/check-output.schema.json', () => writeCheckOutputSchema(`${root}docs/schema/check-output.schema.json`)],
  ['docs/checks', () => writeCheckDocs(`${root}docs/checks/`)],
];

execFileSync(process.execPath, [tsc, '-b', `${root}libs/engine`, `${root}libs/contract`], { stdio: 'inherit' });
for (const [what, generate] of generators) {
  await generate();
  console.log(`generated ${what}`);
}
