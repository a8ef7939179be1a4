// `npm run verify`: all that CI asks. Every step runs, also when one before it failed; the last line is the sum.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rememberBuilt } from './built.mjs';
import { root } from './places.mjs';
import { endChildrenOnSignals } from './processes.mjs';
import { readyOrExit, startedProjects } from './ready.mjs';
import { logFolder, succeed, runInto, takeStep } from './verify/step.mjs';
import { forgetResults, jestResults, playwrightResults, testedProjects } from './verify/test-results.mjs';
import { changedBetween, workingTree } from './verify/working-tree.mjs';

await readyOrExit([]);
endChildrenOnSignals();

const bin = (name) => join(root, 'node_modules/.bin', name);
const nx = (log, ...args) => succeed(log, bin('nx'), [...args, '--outputStyle=static']);

const steps = [
  ['format', (log) => succeed(log, bin('prettier'), ['--check', '.'])],
  ['build', build],
  ['types', types],
  ['lint', (log) => nx(log, 'run-many', '-t', 'lint')],
  ['tests', tests],
  ['browser tests', browserTests],
  ['generated files', generatedFiles],
];

async function build(log) {
  await nx(log, 'run-many', '-t', 'build');
  rememberBuilt(startedProjects); // the tests start these; they need not build again
}

/** The builds check what they build; this checks the tests as well. */
async function types(log) {
  for (const project of ['tsconfig.spec.json', 'apps/dashboard', 'e2e']) {
    await succeed(log, bin('tsc'), ['--noEmit', '-p', project]);
  }
}

async function tests(log) {
  const projects = testedProjects();
  forgetResults(projects);
  const exitCode = await runInto(log, bin('nx'), ['run-many', '-t', 'test', '--outputStyle=static']);
  const results = jestResults(projects);
  if (exitCode !== 0 && results.failed === 0) throw new Error(`nx ended with ${exitCode}, though no test failed`);
  return results;
}

async function browserTests(log) {
  const report = join(logFolder, 'playwright.json');
  rmSync(report, { force: true });
  const exitCode = await runInto(log, bin('playwright'), ['test', '--reporter=line,json'], {
    cwd: join(root, 'e2e'),
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  if (!existsSync(report)) throw new Error(`Playwright ended with ${exitCode} and without a report`);
  const results = playwrightResults(report);
  if (exitCode !== 0 && results.failed === 0)
    throw new Error(`Playwright ended with ${exitCode}, though no test failed`);
  return results;
}

/** Compared with what was there before, so that a developer's own changes are no fault. */
async function generatedFiles(log) {
  const before = workingTree();
  await succeed(log, 'npm', ['run', '--silent', 'generate']);
  const changed = changedBetween(before, workingTree());
  if (changed.length > 0) throw new Error(`\`npm run generate\` changed ${changed.join(', ')}: commit what it wrote`);
}

const results = [];
for (const [name, work] of steps) results.push(await takeStep(name, work));

const failures = results.filter(({ failed }) => failed > 0);
for (const { name, logFile, notes } of failures) {
  console.log(`\n--- ${name}: the end of ${logFile}`);
  console.log(readFileSync(logFile, 'utf8').split('\n').slice(-80).join('\n'));
  for (const note of notes.slice(0, 50)) console.log(`FAILED  ${name}: ${note}`);
}
const sum = (of) => results.reduce((total, result) => total + result[of], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(failures.length > 0 ? 1 : 0);
