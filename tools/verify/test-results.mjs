import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../places.mjs';

/** Every folder whose tests `nx run-many -t test` runs. */
export function testedProjects() {
  const folders = ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [...folders, join(root, 'tools')].filter((folder) => hasSpecs(folder));
}

function hasSpecs(folder) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    if (entry.isDirectory())
      return !/^(node_modules|dist|\.next)$/.test(entry.name) && hasSpecs(join(folder, entry.name));
    return /\.spec\.tsx?$/.test(entry.name);
  });
}

const resultsOf = (folder) => join(folder, 'test-results', 'jest.json');

/** Old results must not be counted for tests that did not run; nx brings back those of tests that need not. */
export const forgetResults = (folders) => folders.forEach((folder) => rmSync(resultsOf(folder), { force: true }));

/** Sums up what Jest wrote for each project: passed and failed test cases, and the names of the failed ones. */
export function jestResults(folders) {
  const sum = { passed: 0, failed: 0, notes: [] };
  for (const folder of folders) {
    const project = relative(root, folder);
    if (!existsSync(resultsOf(folder))) {
      sum.failed += 1;
      sum.notes.push(`${project}: the tests did not run to their end`);
      continue;
    }
    const { numPassedTests, testResults } = JSON.parse(readFileSync(resultsOf(folder), 'utf8'));
    sum.passed += numPassedTests;
    for (const { name, status, message, assertionResults } of testResults) {
      const failed = assertionResults.filter((one) => one.status === 'failed');
      for (const { fullName } of failed) sum.notes.push(`${relative(root, name)}: ${fullName}`);
      if (failed.length === 0 && status === 'failed') sum.notes.push(`${relative(root, name)}: ${firstLine(message)}`);
    }
  }
  sum.failed = sum.notes.length;
  return sum;
}

const firstLine = (text) =>
  text
    .trim()
    .split('\n')
    .find((line) => line.trim() !== '') ?? 'could not be run';

/** The same of Playwright's JSON report. A test that passed at the second try counts as passed, and is named. */
export function playwrightResults(file) {
  const { stats, suites = [], errors = [] } = JSON.parse(readFileSync(file, 'utf8'));
  const specs = suites.flatMap(specsIn);
  const failed = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`);
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  const broken = errors.map(({ message = 'error without a message' }) => firstLine(message));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + broken.length,
    notes: [...failed, ...broken, ...flaky.map(({ file, title }) => `${file}: ${title} (only at the second try)`)],
  };
}

const specsIn = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsIn)];
