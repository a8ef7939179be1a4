import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jestResults, playwrightResults } from './test-results.mjs';
import { changedBetween } from './working-tree.mjs';

describe('the sum of verify', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'waymark-verify-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const project = (name: string, results?: object) => {
    mkdirSync(join(folder, name, 'test-results'), { recursive: true });
    if (results) writeFileSync(join(folder, name, 'test-results/jest.json'), JSON.stringify(results));
    return join(folder, name);
  };
  const suite = (status: string, cases: string[], message = '') => ({
    name: 'a.spec.ts',
    status,
    message,
    assertionResults: cases.map((status) => ({ status, fullName: `is ${status}` })),
  });

  it('counts the cases of every project', () => {
    const good = project('good', { numPassedTests: 2, testResults: [suite('passed', ['passed', 'passed'])] });
    const bad = project('bad', { numPassedTests: 1, testResults: [suite('failed', ['passed', 'failed'])] });
    expect(jestResults([good, bad])).toMatchObject({ passed: 3, failed: 1 });
  });

  it('counts a file that cannot be loaded, and a project that wrote nothing, as failed', () => {
    const broken = project('broken', { numPassedTests: 0, testResults: [suite('failed', [], 'Cannot find module')] });
    expect(jestResults([broken])).toMatchObject({ passed: 0, failed: 1 });
    expect(jestResults([project('silent')])).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts failed and crashed browser tests', () => {
    const file = join(folder, 'playwright.json');
    const spec = { ok: false, file: 'a.e2e.ts', title: 'shows the fleet', tests: [{ status: 'unexpected' }] };
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 0 };
    writeFileSync(
      file,
      JSON.stringify({ stats, suites: [{ suites: [{ specs: [spec] }] }], errors: [{ message: 'no browser' }] }),
    );
    expect(playwrightResults(file)).toEqual({
      passed: 4,
      failed: 2,
      notes: ['a.e2e.ts: shows the fleet', 'no browser'],
    });
  });

  it('sees files that a generator changed, added or removed', () => {
    const before = new Map([
      ['same', '1'],
      ['changed', '1'],
      ['gone', '1'],
    ]);
    const after = new Map([
      ['same', '1'],
      ['changed', '2'],
      ['new', '1'],
    ]);
    expect(changedBetween(before, after)).toEqual(['changed', 'gone', 'new']);
    expect(changedBetween(before, before)).toEqual([]);
  });
});
