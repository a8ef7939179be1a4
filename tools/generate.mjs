// Writes every generated file of the repository again, or those named: `npm run generate -- docs/checks`.
// CI runs it and fails when `git status` then shows a change.
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

async function writeUpgradeOutputSchema(path) {
  const contract = await import('../libs/contract/tools/check-output.mjs');
  await contract.writeUpgradeOutputSchema(path);
}

async function writeGraphqlSchema(path) {
  const api = await import('../apps/api/tools/schema.mjs');
  await api.writeGraphqlSchema(path);
}

async function writeBuiltInSchemas(path) {
  const schemas = await import('./schemas/index.mjs');
  await schemas.writeBuiltInSchemas(path);
}

/** What is generated, how, and which project it is made from. */
const generators = [
  { what: 'examples/fleet', write: () => writeExampleFleet(`${root}examples/fleet`) },
  {
    what: 'libs/engine/src/validity/generated',
    from: '@waymark/engine',
    write: () => writeBuiltInSchemas(`${root}libs/engine/src/validity/generated/schemas.ts`),
  },
  { what: 'docs/checks', from: '@waymark/engine', write: () => writeCheckDocs(`${root}docs/checks/`) },
  {
    what: 'docs/schema/check-output.schema.json',
    from: '@waymark/contract',
    write: () => writeCheckOutputSchema(`${root}docs/schema/check-output.schema.json`),
  },
  {
    what: 'docs/schema/upgrade-output.schema.json',
    from: '@waymark/contract',
    write: () => writeUpgradeOutputSchema(`${root}docs/schema/upgrade-output.schema.json`),
  },
  {
    what: 'apps/api/schema.graphql',
    from: '@waymark/api',
    write: () => writeGraphqlSchema(`${root}apps/api/schema.graphql`),
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !generators.some(({ what }) => what === name));
if (unknown.length > 0) {
  console.error(
    `Nothing generates ${unknown.join(', ')}. Choose from: ${generators.map(({ what }) => what).join(', ')}.`,
  );
  process.exit(2);
}
for (const { what, from, write } of generators) {
  if (wanted.length > 0 && !wanted.includes(what)) continue;
  if (from) build(from);
  await write();
  console.log(`generated ${what}`);
}

function build(project) {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  execFileSync(process.execPath, [nx, 'build', project], { cwd: root, stdio: 'inherit', env });
}
